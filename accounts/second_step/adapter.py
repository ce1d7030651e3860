"""What django-allauth asks us about the second step: its words, its names, and secrets that are not stored in clear."""

import base64
import logging

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.devices import device_name
from accounts.models import User

log = logging.getLogger("kring.second_step")
NAME = "Kring"


def _box() -> MultiFernet:
    """Closes with a key made from SECRET_KEY, opens with those before it too (SECRET_KEY_FALLBACKS)."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    digest = salted_hmac("accounts.second_step", "box", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words; whoever reads the database reads no seed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The seed; when SECRET_KEY was lost, another one, which no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("a seed of a second step cannot be read: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
            return str(generate_totp_secret())

    def reseal(self, encrypted_text: str) -> str | None:
        """The same seed under the newest key; None when it is under it already, or cannot be read."""
        try:
            _key(settings.SECRET_KEY).decrypt(encrypted_text.encode())
        except InvalidToken:
            try:
                return _box().rotate(encrypted_text.encode()).decode()
            except InvalidToken:
                return None
        return None

    def get_totp_issuer(self) -> str:
        return NAME

    def _get_site_name(self) -> str:
        return NAME

    def _get_user_identifier(self, user: User) -> str:
        """The sign-in name: an address may be shared."""
        return user.sign_in_name

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """The device on which the key is made; it can be on a stick, but then people know that too."""
        return device_name(context.request.headers.get("User-Agent", ""))
