"""What becomes of a mail or a push that a sweep has in hand (notifications/models/sending.py): as long as it has it."""

from datetime import timedelta

from django.db.models import QuerySet

from notifications.models import Sending
from protocol import clock

State = Sending.State
# Until the next try after the first, second, … failure; after the fifth it is parked.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
TRIES_MAX = len(WAITS) + 1


def close(row: Sending, state: str, **wiped: str) -> bool:
    """The end of it. True when it was in hand still."""
    sent_at = clock.now() if state == State.SENT else None
    return _in_hand(row).update(state=state, sent_at=sent_at, claimed_until=None, **wiped) == 1


def park(row: Sending, reason: str) -> None:
    """It is not tried again; somebody must look."""
    _in_hand(row).update(state=State.PARKED, last_error=reason, claimed_until=None)


def try_later(row: Sending, reason: str, wait: timedelta = timedelta()) -> None:
    """Put it off, and no shorter than ``wait``; park it after the last try."""
    if row.tries >= TRIES_MAX:
        park(row, reason)
        return
    due_at = clock.now() + max(wait, WAITS[row.tries - 1])
    _in_hand(row).update(due_at=due_at, last_error=reason, claimed_until=None)


def _in_hand(row: Sending) -> "QuerySet[Sending]":
    mine = {"pk": row.pk, "state": State.WAITING, "claimed_until": row.claimed_until}
    found: QuerySet[Sending] = type(row).objects.filter(**mine)
    return found
