"""One push over the wire: closed for the device (RFC 8291), signed by the portal (RFC 8292), sent (RFC 8030).

Imported by the worker alone: the web has no use for the libraries.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from notifications.models import PushDevice

# Seconds to connect and between two bytes; a push service answers in a tenth of one.
TIMEOUT = (3, 5)
SIGNED_FOR = timedelta(hours=12)
WAIT_MAX = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What a push service said."""

    status: int
    wait: timedelta


class Sender:
    """Sends one push after another; connections stay open, and a service is shown one signature."""

    def __init__(self, private_key: str) -> None:
        self._vapid = Vapid02.from_string(private_key)
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no password of the machine goes along
        self._signed: dict[str, str] = {}

    def __enter__(self) -> "Sender":
        return self

    def __exit__(self, *why: object) -> None:
        self._session.close()

    def send(self, device: PushDevice, content: bytes, *, topic: str, urgency: str, lasts: timedelta) -> Answer:
        """Hand one push to the service of this device. Goes nowhere else, wherever the answer points.

        Raises:
            ValueError: the keys of the device are none.
            requests.RequestException: nobody answers there.
        """
        keys = {"p256dh": device.p256dh, "auth": device.auth}
        closed = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(content, "aes128gcm")["body"]
        headers = {
            "Authorization": self._signature(device.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(round(lasts.total_seconds())),
            "Topic": topic,
            "Urgency": urgency,
        }
        with self._session.post(
            device.endpoint, data=closed, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            return Answer(answer.status_code, _wait(answer.headers.get("Retry-After", "")))

    def _signature(self, endpoint: str) -> str:
        where = urlsplit(endpoint)
        audience = f"{where.scheme}://{where.netloc}"
        if audience not in self._signed:
            sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
            # Of the world's clock: the demo may live on another day than the push service.
            expires = int(time.time() + SIGNED_FOR.total_seconds())
            claims = {"aud": audience, "exp": expires, "sub": f"mailto:{sender}"}
            self._signed[audience] = self._vapid.sign(claims)["Authorization"]
        return self._signed[audience]


def _wait(said: str) -> timedelta:
    """Retry-After: seconds, or a moment; no longer than a day."""
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), WAIT_MAX)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return timedelta()
    if moment.tzinfo is None:
        return timedelta()
    return min(max(moment - datetime.now(UTC), timedelta()), WAIT_MAX)
