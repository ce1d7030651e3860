"""Mails about a week: a reminder to who writes, and the report to the head (D10). No word of a post stands in one."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import School, SchoolGroup
from groups.recipients import admins_of, heard_from
from groups.roles import DECIDE
from messaging.models import Post
from messaging.weeks import WeekCount, weeks_of
from notifications.kinds import reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

REMINDER, REPORT = "week_reminder", "week_report"


@clause("D10")
def is_still_short(mail: OutboxMail) -> bool:
    """Whether the person is still an admin of the group, and its week, not over yet, still falls short."""
    pk, monday = mail.about.split(":")[:2]
    group = SchoolGroup.objects.select_related("school").filter(pk=pk).first()
    if group is None or not reads_there(mail) or mail.recipient not in admins_of(group):
        return False
    first = date.fromisoformat(monday)
    weeks = [one.weeks[0] for one in weeks_of(group.school, first, first) if one.group == group]
    return any(week.missing and not week.is_over for week in weeks)


@clause("D10")
def is_the_head(mail: OutboxMail) -> bool:
    """Whether the person still heads the school."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(School.objects.with_perm(mail.recipient, DECIDE).filter(pk=mail.about.split(":")[0]).exists())


register(REMINDER, is_still_short)
register(REPORT, is_the_head)


@clause("D10")
def queue_reminder(school_group: SchoolGroup, week: WeekCount, person: User, *, due_at: datetime) -> None:
    """Remind an admin, with the own draft in this group at hand."""
    drafts = Post.objects.filter(school_group=school_group, author=person, state=Post.State.DRAFT)
    draft = drafts.order_by("-saved_at", "-pk").first()
    page = reverse("messaging:post-create", args=[school_group.pk])
    link = settings.SITE_URL + page + (f"?concept={draft.key}" if draft else "")
    words = {
        "group": school_group,
        "school": school_group.school,
        "missing": week.missing,
        "has_draft": draft is not None,
        "link": link,
    }
    tell_person(
        person,
        REMINDER,
        f"{school_group.pk}:{week.monday}:{person.pk}",
        subject=_("Will you write something for %(group)s this week?") % {"group": school_group.in_words},
        app="messaging",
        words=words,
        due_at=due_at,
    )


@clause("D10")
def queue_report(school: School, monday: date, rows: Sequence[tuple[SchoolGroup, WeekCount]], person: User) -> None:
    """Tell a head which groups kept the minimum of a week, which did not, and which needed nothing."""
    asked = [(group, week) for group, week in rows if week.needed]
    words = {
        "school": school,
        "monday": monday,
        "kept": [group for group, week in asked if not week.missing],
        "short": [(group, week) for group, week in asked if week.missing],
        "excused": [group for group, week in rows if week.is_excused and group.kind != SchoolGroup.Kind.WHOLE_SCHOOL],
        "link": settings.SITE_URL + reverse("messaging:desk"),
    }
    tell_person(
        person,
        REPORT,
        f"{school.pk}:{monday}:{person.pk}",
        subject=_("News of week %(number)d") % {"number": monday.isocalendar().week},
        app="messaging",
        words=words,
        due_at=heard_from(person, school),
    )
