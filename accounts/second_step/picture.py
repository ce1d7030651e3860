"""The key of an app as a picture to scan and as letters to type."""

from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from qrcode.main import QRCode

from accounts.models import User


@dataclass(frozen=True)
class Picture:
    """A QR code as one path in a square of ``size`` modules; its address; the key in groups of four letters."""

    size: int
    path: str
    address: str
    letters: str


def picture_of(user: User, secret: str) -> Picture:
    """What an authenticator app scans, for this person and this key (Base32)."""
    address: str = get_adapter().build_totp_url(user, secret)
    code = QRCode(border=4)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    letters = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return Picture(len(rows), path, address, letters)
