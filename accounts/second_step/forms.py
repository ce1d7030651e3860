"""Forms of the second step: a code, a passkey; each guess is counted in the database (accounts/limits.py)."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import audit, limits
from accounts.models import User
from accounts.second_step.codes import step_of, use_code

MISSING = {"required": _("Fill in the code."), "max_length": _("This code is too long. Fill in only the digits.")}


class Guess:
    """One guess of a person's code, counted before it is looked at."""

    def __init__(self, user: User) -> None:
        network = get_account_adapter().network(context.request)
        self.counts = ((limits.STEP_NETWORK, network), (limits.STEP, f"person {user.pk}"))
        if not limits.take_all(*self.counts):
            raise get_account_adapter().validation_error("too_many_login_attempts")

    def was_right(self) -> None:
        """It does not count."""
        for limit, key in self.counts:
            limits.give_back(limit, key)


def code_field() -> forms.CharField:
    """A code of an app, or a recovery code."""
    return forms.CharField(max_length=20, error_messages=MISSING)


class _Code:
    """A code of the app, or a recovery code; it fits once."""

    user: User
    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        guess = Guess(self.user)
        code: str = self.cleaned_data["code"]
        found = use_code(self.user, code)
        if found is None:
            audit.record("second_step_denied", by=self.user, on=self.user, outcome=audit.Outcome.DENIED)
            raise get_adapter().validation_error("incorrect_code")
        guess.was_right()
        found.user = self.user
        self.authenticator = found
        return code


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_Code, ReauthenticateForm):  # type: ignore[misc]
    """The second step, to show once more who it is."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        guess = Guess(self.user)
        code: str = self.cleaned_data["code"]
        step = step_of(self.secret, "".join(code.split()))
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        guess.was_right()
        self.step = step
        return code
