"""Forms of signing in and of the person's own page."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    UserTokenForm,
)
from allauth.core import context
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts import audit, limits
from accounts.models import User

PORTRAIT_BYTES = 15 * 1024 * 1024
WHO = _("E-mail address or sign-in name")


def login_field() -> forms.CharField:
    """The field in which people say who they are."""
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    missing = {"required": _("Fill in your e-mail address or your sign-in name.")}
    return forms.CharField(label=WHO, max_length=254, widget=forms.TextInput(attrs=attrs), error_messages=missing)


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address or sign-in name, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.fields["password"].error_messages["required"] = _("Fill in your password.")
        self.order_fields(["login", "password"])


class MailRequestForm(forms.Form):
    """Asks for a mail by address or sign-in name; answers alike whether anybody is meant or not."""

    limit: limits.Limit
    login = login_field()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("login"):
            return cleaned
        adapter, login = get_adapter(), cleaned["login"]
        if not limits.take_all(
            (limits.MAIL_NETWORK, adapter.network(context.request)), (self.limit, limits.account(login))
        ):
            raise adapter.validation_error("rate_limited")
        person = User.objects.signing_in_as(login)
        self.person = person if person and person.email else None
        self.sharing = list(User.objects.reached_at(login)) if self.person is None else []
        # What allauth goes on with; for nobody it is what was typed, and nothing is sent there.
        cleaned["email"] = self.person.email if self.person else login
        return cleaned


class ResetRequestForm(MailRequestForm, ResetPasswordForm):  # type: ignore[misc]
    """A new password, by mail: to each of the people who share the address, with their sign-in names."""

    limit = limits.RESET
    email = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.users = [self.person] if self.person else self.sharing
        return cleaned


class CodeRequestForm(MailRequestForm, RequestLoginCodeForm):  # type: ignore[misc]
    """A code to sign in with, by mail: only to one person; who share an address learn their sign-in names."""

    limit = limits.CODE
    email = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self._user = self.person
        return cleaned


class ResetLinkForm(UserTokenForm):  # type: ignore[misc]
    """Whose reset link this is: of somebody with an open account."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user and user.is_active else None


class PasswordChangeForm(ChangePasswordForm):  # type: ignore[misc]
    """The current password, and a new one twice."""

    def clean_oldpassword(self) -> str:
        key = limits.account(self.user.sign_in_name)
        if not limits.take(limits.SIGN_IN, key):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            old: str = super().clean_oldpassword()
        except forms.ValidationError:
            audit.record("password_changed", by=self.user, on=self.user, outcome=audit.Outcome.DENIED)
            raise
        limits.give_back(limits.SIGN_IN, key)
        return old


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Light, dark, or as the device."""

    class Meta:
        model = User
        fields = ["theme"]


class DeviceForm(forms.Form):
    """Which device to sign out on."""

    device = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class PortraitForm(forms.Form):
    """A photo of oneself (D13)."""

    portrait = forms.FileField(
        error_messages={"required": _("Choose a photo first."), "empty": _("This file is empty. Choose another photo.")}
    )

    def clean_portrait(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["portrait"]
        if (upload.size or 0) > PORTRAIT_BYTES:
            raise forms.ValidationError(_("This photo is larger than 15 MB. Choose a smaller one."))
        return upload
