"""A line to the head: always open, a few a day (F5)."""

from datetime import timedelta

from django.db import transaction

from accounts import audit
from accounts.limits import Limit, take
from accounts.models import User
from groups.models import School
from moderation import case_mails
from moderation.actions.reporting import TooMany
from moderation.models import HeadLine
from protocol.clauses import clause

LINES = Limit("line to the head, one person", 5, timedelta(days=1))


@clause("F5")
@transaction.atomic
def write_head_line(school: School, text: str, *, by: User) -> HeadLine:
    """Send a line to who heads the school.

    Raises:
        TooMany: this person wrote five today.
    """
    if not take(LINES, f"person {by.pk}"):
        raise TooMany
    line: HeadLine = HeadLine.objects.create(school=school, sender=by, text=text)
    audit.record("head_line", by=by, on=line)
    case_mails.tell_head_line(line)
    return line
