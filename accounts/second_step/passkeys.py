"""Passkeys: made on one's own page, and given to sign in, as second step, or to show once more who it is.

What a browser sends is taken apart by fido2; whatever a strange one makes of that is a wrong code, never a fault.
"""

import json
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth_forms
from allauth.mfa.webauthn import views as allauth_views
from allauth.mfa.webauthn.internal import auth, flows
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit, limits
from accounts.models import User
from accounts.reauthentication import recently_authenticated
from accounts.requests import SignedInRequest
from accounts.second_step.actions import add_passkey
from accounts.second_step.views import after_adding

form_methods = require_http_methods(["GET", "HEAD", "POST"])


class _Strict:
    """A credential that cannot be read does not fit."""

    event = "second_step_denied"
    user: User | None

    def _clean_credential(self) -> Any:
        return super().clean_credential()  # type: ignore[misc]

    def clean_credential(self) -> Any:
        try:
            return self._clean_credential()
        except Exception as problem:  # fido2 raises what its decoder happens to stumble over
            audit.record(self.event, by=self.user, on=self.user, outcome=audit.Outcome.DENIED)
            if isinstance(problem, ValidationError):
                raise
            raise get_adapter().validation_error("incorrect_code") from problem


class StepForm(_Strict, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second step."""


class LoginForm(_Strict, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a password."""

    event = "sign_in_denied"


class AgainForm(_Strict, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, to show once more who it is."""


class AddForm(forms.Form):
    """A new passkey and its name."""

    name = forms.CharField(required=False, max_length=60)
    credential = forms.JSONField()

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            binding = auth.complete_registration(credential)
        except Exception as problem:  # as above
            raise get_adapter().validation_error("incorrect_code") from problem
        if not binding.is_user_verified():
            raise get_adapter().validation_error("incorrect_code")
        return credential


class LoginView(allauth_views.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone; what the browser needs for it comes as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(auth.begin_authentication(user=None))

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        network = get_account_adapter().network(request)
        if not limits.take(limits.STEP_NETWORK, network):
            messages.error(request, get_account_adapter().error_messages["too_many_login_attempts"])
            return redirect("account_login")
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            limits.give_back(limits.STEP_NETWORK, network)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        key = form.cleaned_data["credential"]
        wanted = context.request.POST.get("next", "")
        login = Login(user=key.user, redirect_url=wanted if get_account_adapter().is_safe_url(wanted) else None)
        response: HttpResponse = flows.perform_passwordless_login(self.request, key, login)
        return response


class AgainView(allauth_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey, to show once more who it is."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = super().get_context_data(**kwargs)
        page |= {"form": kwargs.get("form"), "passkey_options": json.dumps(page["js_data"]["request_options"])}
        return page | {"reauthentication_alternatives": self.get_reauthentication_alternatives()}


passkey_sign_in = form_methods(LoginView.as_view())
passkey_again = form_methods(AgainView.as_view())


@form_methods
@recently_authenticated
def passkey_add(request: SignedInRequest) -> HttpResponse:
    """Make a passkey on this device."""
    name = get_adapter().generate_authenticator_name(request.user, "webauthn")
    form = AddForm(request.POST if request.method == "POST" else None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return after_adding(
            request, add_passkey(request.user, data["name"] or name, data["credential"], by=request.user)
        )
    options = json.dumps(auth.begin_registration(request.user, passwordless=True))
    page = {"here": "me", "form": form, "passkey_options": options}
    return render(request, "mfa/webauthn/add_form.html", page, status=422 if form.errors else 200)
