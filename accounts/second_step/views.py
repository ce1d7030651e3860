"""Setting up the second step on one's own page, and giving it when signing in (django-allauth's flows, our doors)."""

import json
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.base import views as allauth_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import sessions
from accounts.demands import demands_on
from accounts.reauthentication import ask_who_it_is, recently_authenticated
from accounts.requests import SignedInRequest
from accounts.second_step.actions import add_app, remove_step, renew_recovery_codes
from accounts.second_step.forms import AppForm
from accounts.second_step.picture import picture_of

Type = Authenticator.Type
form_methods = require_http_methods(["GET", "HEAD", "POST"])
page_methods = require_http_methods(["GET", "HEAD"])


@method_decorator(login_stage_required(AuthenticateStage.key, "account_login"), name="dispatch")
class StepView(allauth_views.AuthenticateView):  # type: ignore[misc]
    """The second step of signing in: a code of the app, a recovery code, or a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = _kinds_of(self.stage.login.user)
        return context | {
            "has_codes": Type.TOTP in kinds,
            "has_passkey": Type.WEBAUTHN in kinds,
            "passkey_options": json.dumps(context["js_data"]["request_options"]),
            "passkey_errors": context["webauthn_form"].errors.get("credential"),
        }


class StepAgainView(allauth_views.ReauthenticateView):  # type: ignore[misc]
    """A code of the app or a recovery code, to show once more who it is."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page


def _kinds_of(user: Any) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


step = form_methods(StepView.as_view())
step_again = form_methods(StepAgainView.as_view())


@page_methods
def step_list(request: SignedInRequest) -> HttpResponse:
    """What one has set up, and what one can set up."""
    steps = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = next((row for row in steps if row.type == Type.RECOVERY_CODES), None)
    context = {
        "here": "me",
        "app": next((row for row in steps if row.type == Type.TOTP), None),
        "passkeys": [row for row in steps if row.type == Type.WEBAUTHN],
        "codes_left": len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
        "demands": demands_on(request.user),
    }
    return render(request, "mfa/index.html", context)


@form_methods
@recently_authenticated
def app_add(request: SignedInRequest) -> HttpResponse:
    """Set up an app: scan or type the key, then give its first code."""
    if Type.TOTP in _kinds_of(request.user):
        return redirect("mfa_index")
    form = AppForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _app_added(request, form)
    context = {"here": "me", "form": form, "picture": picture_of(request.user, form.secret)}
    return render(request, "mfa/totp/activate_form.html", context, status=422 if form.errors else 200)


def _app_added(request: SignedInRequest, form: AppForm) -> HttpResponse:
    try:
        has_new_codes = add_app(request.user, form.secret, form.step, by=request.user)
    except IntegrityError:  # pressed twice
        return redirect("mfa_index")
    clear_totp_secret(request)
    return after_adding(request, has_new_codes)


def after_adding(request: SignedInRequest, has_new_codes: bool) -> HttpResponse:
    """On to the new recovery codes, or back to the list."""
    sessions.ask_anew(request)
    messages.success(request, _("Your second step works."))
    return redirect("mfa_view_recovery_codes" if has_new_codes else "mfa_index")


@form_methods
def step_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then take away an app or a passkey of one's own."""
    own = Authenticator.objects.filter(user=request.user).exclude(type=Type.RECOVERY_CODES).select_related("user")
    row = get_object_or_404(own, pk=pk)
    ask_who_it_is(request)
    if request.method == "POST":
        remove_step(row, by=request.user)
        sessions.ask_anew(request)
        messages.success(request, _("It is taken away."))
        return redirect("mfa_index")
    is_last = not own.exclude(pk=pk).exists()
    context = {"here": "me", "step": row, "is_last": is_last, "demands": demands_on(request.user)}
    return render(request, "mfa/step_remove.html", context)


def _codes_of(request: SignedInRequest) -> list[str]:
    row = get_object_or_404(Authenticator, user=request.user, type=Type.RECOVERY_CODES)
    return [f"{code[:4]} {code[4:]}" for code in RecoveryCodes(row).get_unused_codes()]


@page_methods
@recently_authenticated
def code_list(request: SignedInRequest) -> HttpResponse:
    """The recovery codes that are left, to print or keep."""
    return render(request, "mfa/recovery_codes/index.html", {"here": "me", "codes": _codes_of(request)})


@page_methods
@recently_authenticated
def code_download(request: SignedInRequest) -> HttpResponse:
    """The same as a text file."""
    codes = _codes_of(request)
    if not codes:
        raise Http404
    response = render(request, "mfa/recovery_codes/download.txt", {"codes": codes}, content_type="text/plain")
    response["Content-Disposition"] = 'attachment; filename="kring-herstelcodes.txt"'
    return response


@form_methods
@recently_authenticated
def code_renew(request: SignedInRequest) -> HttpResponse:
    """Ask first, then make new recovery codes; the old ones no longer work."""
    if request.method == "POST":
        if renew_recovery_codes(request.user, by=request.user):
            messages.success(request, _("Here are your new codes. The old ones no longer work."))
            return redirect("mfa_view_recovery_codes")
        messages.error(request, _("First set up a second step. The recovery codes come with it."))
        return redirect("mfa_index")
    return render(request, "mfa/recovery_codes/generate.html", {"here": "me"})
