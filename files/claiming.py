"""Uploads that wait for a worker, as rows: each in one hand at a time, and whoever is killed loses that time alone.

The model has ``state`` ("uploaded" until something came of it), ``tries``, ``claimed_until`` and ``created_at``.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from protocol import clock

UPLOADED = "uploaded"
LEASE, TRIES = timedelta(seconds=60), 5
# How long one waits after a try that failed, times the number of tries.
PAUSE = timedelta(seconds=10)


def is_due() -> Q:
    """Those that wait, in nobody's hands."""
    return Q(state=UPLOADED) & (Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock.now()))


@transaction.atomic
def claim(due: "QuerySet[Any]") -> Any:
    """Take the least tried in hand; None when the others are in good hands."""
    row = due.select_for_update(skip_locked=True).order_by("tries", "created_at", "pk").first()
    if row is not None:
        row.tries, row.claimed_until = row.tries + 1, clock.now() + LEASE
        type(row).objects.filter(pk=row.pk).update(tries=row.tries, claimed_until=row.claimed_until)
    return row


def settle(row: Any, **changes: object) -> bool:
    """Write what became of it, unless it was taken out or another took over: each claim has its own number."""
    mine: QuerySet[Model] = type(row).objects.filter(pk=row.pk, state=UPLOADED, tries=row.tries)
    return mine.update(**changes) == 1


def put_off(row: Any) -> None:
    """The next try may go better."""
    settle(row, claimed_until=clock.now() + PAUSE * row.tries)
