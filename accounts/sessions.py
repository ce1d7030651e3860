"""How long one stays signed in, and whether the second step is overdue: noted in the session, so pages ask nothing.

Staff: 30 minutes without doing anything, 12 hours in all. Parents: 14 days, and 90 days in all. What is asked of an
account is looked up anew every 5 minutes (of parents every hour), so a role that was given or ended counts from then.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.demands import Demands, demands_on
from accounts.models import User
from protocol import clock

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
KEY = "kring_session"


@dataclass(frozen=True)
class Limits:
    """Seconds: without doing anything, in all, between two notes of it, and between two look-ups of what is asked."""

    idle: int
    whole: int
    noted_every: int
    asked_every: int


STAFF = Limits(30 * MINUTE, 12 * HOUR, MINUTE, 5 * MINUTE)
PARENTS = Limits(14 * DAY, 90 * DAY, HOUR, HOUR)


@dataclass(frozen=True)
class Note:
    """What stands in the session, in seconds since 1970 (UTC) and a day at school."""

    began: float
    seen: float
    asked: float
    is_staff: bool
    second_step_by: str
    """ISO date of the last day without a second step; empty when there is one or none is asked."""

    @property
    def limits(self) -> Limits:
        return STAFF if self.is_staff else PARENTS

    @property
    def demands(self) -> Demands:
        day = date.fromisoformat(self.second_step_by) if self.second_step_by else None
        return Demands(self.is_staff, day)

    def is_over(self, now: float) -> bool:
        """Too long without doing anything, or too long in all."""
        return now - self.seen > self.limits.idle or now - self.began > self.limits.whole


def note_of(request: HttpRequest) -> Note | None:
    """What was noted; None in a session that is new."""
    noted: dict[str, Any] | None = request.session.get(KEY)
    return Note(**noted) if noted else None


def begin(session: Any, user: User) -> Note:
    """Note that the session begins now."""
    now = clock.now().timestamp()
    return _write(session, _asked(user, began=now, now=now))


def keep_up(request: HttpRequest, user: User, note: Note | None) -> Note:
    """The note as it is from now on; written only when it is new, or older than it may be."""
    now = clock.now().timestamp()
    if note is None or now - note.asked > note.limits.asked_every:
        return _write(request.session, _asked(user, began=note.began if note else now, now=now))
    if now - note.seen > note.limits.noted_every:
        return _write(request.session, Note(**(vars(note) | {"seen": now})))
    return note


def ask_anew(request: HttpRequest) -> None:
    """A second step came or went: look it up again on the next request."""
    note = note_of(request)
    if note is not None:
        _write(request.session, Note(**(vars(note) | {"asked": 0.0})))


def _asked(user: User, *, began: float, now: float) -> Note:
    demands = demands_on(user)
    needs = demands.second_step_by is not None and not has_second_step(user)
    day = demands.second_step_by.isoformat() if needs and demands.second_step_by else ""
    return Note(began, now, now, demands.is_staff, day)


def has_second_step(user: User) -> bool:
    """An app or a passkey; recovery codes alone are none."""
    steps = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(steps.exists())


def _write(session: Any, note: Note) -> Note:
    session[KEY] = vars(note)
    session.set_expiry(note.limits.idle + note.limits.noted_every)
    return note
