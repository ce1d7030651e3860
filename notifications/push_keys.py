"""The keys by which push services know the portal (VAPID): of the settings, or made once and kept closed in a row.

Whoever asks first makes them. Of several at once one pair stays; a device is bound to it for good.
"""

import base64

from allauth.mfa.adapter import get_adapter
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from notifications.models import PushKeys


def public_key() -> str:
    """What a browser asks for before it lets the portal send: base64url, without its padding."""
    return _public_of(settings.VAPID_KEY) if settings.VAPID_KEY else str(_kept().public)


def private_key() -> str:
    """What signs: 32 bytes, base64url. A row that an earlier SECRET_KEY closed is closed anew.

    Raises:
        ValueError: it cannot be opened any more, or the one of the settings is none.
    """
    if settings.VAPID_KEY:
        _public_of(settings.VAPID_KEY)
        return str(settings.VAPID_KEY)
    row = _kept()
    private = str(get_adapter().decrypt(row.private))
    if len(_raw(private)) != 32 or _public_of(private) != row.public:
        raise ValueError("the key for pushes cannot be read: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
    if (anew := get_adapter().reseal(row.private)) is not None:
        PushKeys.objects.filter(pk=row.pk, private=row.private).update(private=anew)
    return private


def new_key() -> str:
    """A private key nobody has."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


def _kept() -> PushKeys:
    row = PushKeys.objects.first()
    if row is None:
        private = new_key()
        made = PushKeys(private=get_adapter().encrypt(private), public=_public_of(private))
        PushKeys.objects.bulk_create([made], ignore_conflicts=True)
        row = PushKeys.objects.get()
    return row


def _public_of(private: str) -> str:
    raw = _raw(private)
    if len(raw) != 32:
        raise ValueError("a key for pushes is 32 bytes, in base64url")
    key = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1()).public_key()
    return _text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
