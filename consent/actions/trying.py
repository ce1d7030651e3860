"""What a change would do to photos: it is done, counted, and taken back."""

from collections.abc import Callable

from django.db import transaction

from consent.photos_out import count_out
from groups.models import School
from protocol.clauses import clause


@clause("B9")
def photos_that_go(school: School, change: Callable[[], object]) -> int:
    """How many photos readers would no longer see, or would soon lose, after this change. Nothing is kept of it."""
    with transaction.atomic():
        before = count_out(school.pk)
        change()
        gone = before - count_out(school.pk)
        transaction.set_rollback(True)
    return gone
