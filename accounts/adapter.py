"""What django-allauth asks us about signing in. How its mails go out stands in notifications/adapter.py, above this."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.devices import end_sessions
from accounts.models import User

TOO_OFTEN = _("Tried too often. Wait 5 minutes and try again.")
NO_MATCH = _("This password does not go with this name or address. Try again.")


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, our limits, our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_code": _("This is not the code from the mail. Look at it again."),
        "invalid_password_reset": _("This link no longer works."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def network(self, request: HttpRequest) -> str:
        return limits.network(self.get_client_ip(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who this is; a failure counts against the account and the network address, a success does not.

        Raises:
            ValidationError: tried too often.
        """
        login = credentials.get("username") or credentials.get("email") or ""
        counts = ((limits.SIGN_IN_NETWORK, self.network(request)), (limits.SIGN_IN, limits.account(login)))
        if not limits.take_all(*counts):
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            for limit, key in counts:
                limits.give_back(limit, key)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts here, in a cache; we did already."""

    def set_password(self, user: User, password: str) -> None:
        """Set it, sign out on every other device, and forget the failed tries: who has the mail is in again."""
        super().set_password(user, password)
        own = self.request.session.session_key if self.request.user.pk == user.pk else None
        end_sessions(user, keep=own, by=user)
        limits.forget(limits.SIGN_IN, limits.account(user.sign_in_name))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, NO_MATCH)
        return redirect("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the setting, never from the Host header a stranger may have sent."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.SITE_URL) + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")
