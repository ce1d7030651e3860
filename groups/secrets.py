"""The secrets of invitations: made by chance, shown once, and kept as a keyed hash only."""

import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# Without 0 and O, 1, I and L: what a hand writes and an eye reads as the same.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
PREFIX = 4


def make_token() -> str:
    """For a link: 32 bytes of chance."""
    return secrets.token_urlsafe(32)


def make_code() -> str:
    """For paper and for hands: 12 signs, 59 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def in_fours(code: str) -> str:
    """As it is shown: XXXX-XXXX-XXXX."""
    return "-".join(code[place : place + PREFIX] for place in range(0, len(code), PREFIX))


def as_made(typed: str) -> str:
    """What was typed as it was made: a code whatever the case, dashes and spaces; anything else stays as it is."""
    code = re.sub(r"[\W_]+", "", typed).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else typed


def digest(secret: str, key: str | bytes | None = None) -> str:
    """What is kept of a secret; without the portal's own key nobody can try codes against it."""
    return salted_hmac("groups.invitation", as_made(secret), secret=key, algorithm="sha256").hexdigest()


def digests(secret: str) -> list[str]:
    """What may be kept of it: under the key of today and under those it replaced."""
    return [digest(secret), *(digest(secret, key) for key in settings.SECRET_KEY_FALLBACKS)]


def prefix(secret: str) -> str:
    """The signs by which guesses at one code are counted together."""
    return as_made(secret)[:PREFIX]
