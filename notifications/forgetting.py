"""What was told long ago goes: the rows say who heard of what, and are of no use to anybody after a while."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from notifications.gathering import KIND
from notifications.models import Notice, OutboxMail, Spread
from protocol import clock
from protocol.clauses import clause

# Long enough to find out why somebody heard nothing, or too much.
KEPT = timedelta(days=90)
BATCH = 1000


@clause("B8")
def forget_told() -> int:
    """Delete what was told longer ago than ``KEPT``: the notices with their pushes, then the mails that they were in.
    Mails of other kinds stay: their rows say that a thing was told before. A sweep; how many rows went."""
    before, waiting = clock.now() - KEPT, OutboxMail.State.WAITING
    # In this order: a notice whose mail is gone would look as if nobody told it yet.
    old = Notice.objects.filter(created_at__lt=before).exclude(mail__state=waiting)
    return (
        _delete(old.exclude(mail_at__gte=before).exclude(push_at__gte=before))  # not what is still to be told
        + _delete(OutboxMail.objects.filter(kind=KIND, notices=None, created_at__lt=before).exclude(state=waiting))
        + _delete(Spread.objects.filter(spread_at__lt=before))
    )


def _delete(rows: "QuerySet[Any]") -> int:
    """Some at a time, so that nobody waits long for the table."""
    number = 0
    while some := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model._base_manager.filter(pk__in=some).delete()
        number += len(some)
    return number
