"""What django-allauth asks us about signing in. How its mails go out stands in notifications/adapter.py, above this."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import audit, limits, sessions
from accounts.actions import note_first_login
from accounts.devices import device_name, end_sessions
from accounts.known import is_known, remember
from accounts.models import User
from protocol import clock

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
        if user is None:
            meant = User.objects.signing_in_as(login)
            audit.record("sign_in_denied", by=meant, on=meant, outcome=audit.Outcome.DENIED)
            return None
        for limit, key in counts:
            limits.give_back(limit, key)
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        """The session begins here. A browser that was never seen before is told by mail, but not the very first one."""
        is_new_device = user.last_login is not None and not is_known(request, user)
        super().login(request, user)
        note_first_login(user)
        sessions.begin(request.session, user)
        audit.record("sign_in", by=user, on=user)
        if is_new_device:
            name = device_name(request.headers.get("User-Agent", ""))
            audit.record("new_device", by=user, on=user, detail=name)
            words = {"device": name, "moment": clock.at_school(clock.now())}
            self.send_notification_mail("account/email/new_device", user, words)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **login)
        remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        audit.record("sign_out", by=request.user, on=request.user)  # type: ignore[arg-type]
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts here, in a cache; we did already."""

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to show once more who it is, in order; never none: a password can be asked for by mail."""
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        ways = [
            ("account_reauthenticate", _("With your password"), user.has_usable_password() or not kinds),
            ("mfa_reauthenticate", _("With a code"), bool(kinds - {Authenticator.Type.WEBAUTHN})),
            ("mfa_reauthenticate_webauthn", _("With your finger, face or key"), Authenticator.Type.WEBAUTHN in kinds),
        ]
        return [{"id": name, "description": words, "url": reverse(name)} for name, words, is_there in ways if is_there]

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Set it, sign out on every other device, and forget the failed tries: who has the mail is in again."""
        super().set_password(user, password)
        is_own = self.request.user.pk == user.pk
        audit.record("password_changed" if is_own else "password_reset", by=user, on=user)
        own = self.request.session.session_key if is_own else None
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
