"""A line to the head: always open, a few a day (F5)."""

from datetime import timedelta

from django.db import transaction

from accounts import audit
from accounts.limits import Limit, take
from accounts.models import User
from groups.models import School
from moderation import case_mails
from moderation.actions.cases import SENT_TWICE
from moderation.actions.reporting import TooMany
from moderation.models import HeadLine
from protocol import clock
from protocol.clauses import clause

LINES = Limit("line to the head, one person", 5, timedelta(days=1))


@clause("F5")
@transaction.atomic
def write_head_line(school: School, text: str, *, by: User) -> HeadLine:
    """Send a line to who heads the school; the same one sent twice is sent once.

    Raises:
        TooMany: this person wrote five today.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
    before: HeadLine | None = HeadLine.objects.filter(
        sender=by, text=text, sent_at__gt=clock.now() - SENT_TWICE
    ).first()
    if before is not None:
        return before
    if not take(LINES, f"person {by.pk}"):
        raise TooMany
    line: HeadLine = HeadLine.objects.create(school=school, sender=by, text=text)
    audit.record("head_line", by=by, on=line)
    case_mails.tell_head_line(line)
    return line
