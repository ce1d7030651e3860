"""Signing in (django-allauth's views, with our doors) and the person's own page."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage, LoginStage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit, limits
from accounts.actions import remove_portrait, set_portrait, set_theme
from accounts.adapter import TOO_OFTEN
from accounts.devices import devices_of, end_sessions
from accounts.forms import DeviceForm, PortraitForm, ThemeForm
from accounts.requests import SignedInRequest
from files.pictures import NotAPicture

form_methods = require_http_methods(["GET", "HEAD", "POST"])
page_methods = require_http_methods(["GET", "HEAD"])
# What a shared tablet must not keep once somebody has signed out.
FORGET = '"cache", "storage"'


class _Waiting:
    """Somebody who asked for a code may still choose the password, or ask for another code."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class SignInView(_Waiting, allauth_views.LoginView):  # type: ignore[misc]
    """Sign in with a password; the way to the other ones."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"school_accounts": settings.SCHOOL_ACCOUNTS}


class CodeRequestView(_Waiting, allauth_views.RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by mail."""

    def form_valid(self, form: Any) -> HttpResponse:
        get_adapter().prepare_code_mail(form)
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(login_stage_required(LoginByCodeStage.key, "account_request_login_code"), name="dispatch")
class CodeView(allauth_views.ConfirmLoginCodeView):  # type: ignore[misc]
    """Sign in with the code from the mail."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One guess. allauth counts guesses per browser and not in one step; this counts them per account."""
        guesses = (
            (limits.CODE_GUESS_NETWORK, get_adapter().network(request)),
            (limits.CODE_GUESS, limits.account(self._process.state["email"])),
        )
        if not limits.take_all(*guesses):
            messages.error(request, TOO_OFTEN)
            return redirect("account_login")
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            for limit, key in guesses:
                limits.give_back(limit, key)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        meant = self._process.user
        audit.record("sign_in_denied", by=meant, on=meant, outcome=audit.Outcome.DENIED)
        response: HttpResponse = super().form_invalid(form)
        return response


class ResetRequestView(allauth_views.PasswordResetView):  # type: ignore[misc]
    """Ask for a mail with which to choose a new password."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.users:
            get_adapter().answer_nobody("account/email/password_reset_key")
        response: HttpResponse = super().form_valid(form)
        return response


class SignOutView(allauth_views.LogoutView):  # type: ignore[misc]
    """Sign out; what the browser kept of the portal goes too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = FORGET
        return response


class _WithPassword:
    """Who has no password yet asks for one by mail."""

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class PasswordChangeView(_WithPassword, allauth_views.PasswordChangeView):  # type: ignore[misc]
    """Change the password."""


class ReauthenticateView(_WithPassword, allauth_views.ReauthenticateView):  # type: ignore[misc]
    """Give the password once more."""


sign_in = form_methods(SignInView.as_view())
code_request = form_methods(CodeRequestView.as_view())
code_confirm = form_methods(CodeView.as_view())
sign_out = form_methods(SignOutView.as_view())
password_change = form_methods(PasswordChangeView.as_view())
password_reset = form_methods(ResetRequestView.as_view())
password_reset_done = page_methods(allauth_views.PasswordResetDoneView.as_view())
password_reset_from_key = form_methods(allauth_views.PasswordResetFromKeyView.as_view())
password_reset_from_key_done = page_methods(allauth_views.PasswordResetFromKeyDoneView.as_view())
reauthenticate = form_methods(ReauthenticateView.as_view())


@form_methods
def device_list(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in; sign out on one device, or everywhere."""
    user = request.user
    if request.method != "POST":
        return render(request, "account/device_list.html", {"devices": devices_of(user, request), "here": "me"})
    if "device" in request.POST:
        form = DeviceForm(request.POST)
        if form.is_valid():
            end_sessions(user, form.cleaned_data["device"], keep=request.session.session_key, by=user)
        messages.success(request, _("You are signed out on that device."))
        return redirect("usersessions_list")
    end_sessions(user, by=user)
    get_adapter().logout(request)
    messages.success(request, _("You are signed out everywhere."))
    response = redirect("account_login")
    response["Clear-Site-Data"] = FORGET
    return response


@form_methods
def profile(request: SignedInRequest) -> HttpResponse:
    """One's own page: portrait, appearance, and the way to password and devices."""
    form = PortraitForm()
    if request.method == "POST":
        if "theme" in request.POST:
            return _theme(request)
        if "remove" in request.POST:
            remove_portrait(request.user, by=request.user)
            messages.success(request, _("Your photo is gone. We show your initials."))
            return redirect("account_profile")
        form = PortraitForm(request.POST, request.FILES)
        if form.is_valid() and _takes_portrait(request, form):
            return redirect("account_profile")
    status = 422 if form.errors else 200
    return render(request, "account/profile.html", {"form": form, "here": "me"}, status=status)


def _theme(request: SignedInRequest) -> HttpResponse:
    form = ThemeForm(request.POST)
    if form.is_valid():
        set_theme(request.user, form.cleaned_data["theme"], by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("account_profile")


def _takes_portrait(request: SignedInRequest, form: PortraitForm) -> bool:
    upload = form.cleaned_data["portrait"]
    try:
        set_portrait(request.user, upload.read(), by=request.user)
    except NotAPicture as problem:
        form.add_error("portrait", _(problem.reason) % {"name": upload.name})
        return False
    messages.success(request, _("Your photo is in place."))
    return True
