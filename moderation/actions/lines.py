"""A line to the head: always open, a few a day (F5)."""

from datetime import timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.models import School
from moderation import case_mails
from moderation.models import HeadLine
from protocol import clock
from protocol.clauses import clause

LINES_A_DAY = 5


class TooManyLinesError(Exception):
    """Today's lines are written."""


@clause("F5")
@transaction.atomic
def write_head_line(school: School, text: str, *, by: User) -> HeadLine:
    """Send a line to who heads the school.

    Raises:
        TooManyLinesError: five went in the last 24 hours.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two at once: the second counts the first one's row
    since = clock.now() - timedelta(days=1)
    if HeadLine.objects.filter(sender=by, sent_at__gt=since).count() >= LINES_A_DAY:
        raise TooManyLinesError
    line: HeadLine = HeadLine.objects.create(school=school, sender=by, text=text)
    audit.record("head_line", by=by, on=line)
    case_mails.tell_head_line(line)
    return line
