"""On which devices somebody is signed in, in words people know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from protocol import clock

# The first mark found in what the browser says of itself; the order matters, for each claims to be the next.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)

# Told of the sessions (their keys) that somebody ended: not of those whose time was over.
ENDED: list[Callable[[list[str]], object]] = []


@dataclass(frozen=True)
class Device:
    """One signed-in browser."""

    pk: int
    name: str
    since: datetime
    is_current: bool


def device_name(user_agent: str) -> str:
    """ "Chrome on Android", from what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def devices_of(user: User, request: HttpRequest) -> list[Device]:
    """The devices on which this person is signed in now, this one first, then the latest."""
    rows = UserSession.objects.filter(user_id=user.pk).order_by("-created_at")
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    current = request.session.session_key
    devices = [
        Device(row.pk, device_name(row.user_agent), row.created_at, row.session_key == current)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(devices, key=lambda device: not device.is_current)


@transaction.atomic
def end_sessions(user: User, pk: int | None = None, *, keep: str | None = None, by: User) -> int:
    """Sign this person out on one device, or on all but the session to ``keep``; the number of sessions ended."""
    rows = UserSession.objects.filter(user_id=user.pk, **({} if pk is None else {"pk": pk}))
    rows = rows.exclude(session_key=keep) if keep else rows
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    for told in ENDED:
        told(keys)
    if keys:
        audit.record("sessions_ended", by=by, on=user)
    return len(keys)


def forget_ended() -> int:
    """Remove sessions whose time is over, and what was noted of sessions that are no more; the number removed."""
    ended = Session.objects.filter(expire_date__lte=clock.now()).delete()[0]
    alive = Session.objects.values("session_key")
    noted: int = UserSession.objects.exclude(session_key__in=alive).delete()[0]
    return ended + noted
