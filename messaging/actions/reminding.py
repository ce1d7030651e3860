"""At least so many posts a week (D10): who writes is reminded in time, and the head hears how the week went.

The rows of WeekNote are the record, each written with its mails: once for a group and week, once for a school and week,
however many sweeps there are at once and wherever one of them is killed.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count

from groups.calendar import monday_of
from groups.models import School, SchoolGroup
from groups.recipients import admins_of, heads_of
from groups.school_time import working_weeks_of
from messaging import week_mails
from messaging.models import Post, WeekNote
from messaging.rules import REPORT_FOR, helps_until, remind_at, report_at, whom_to_remind
from messaging.weeks import WEEK, GroupWeeks, SchoolWeeks, count_weeks
from protocol import clock
from protocol.clauses import clause

Kind = WeekNote.Kind


@clause("D10")
def remind_writers() -> int:
    """Remind the admins of every group that falls short this week, while it still helps; the number of groups.

    Late after an outage rather than never; nothing in holidays, in excused weeks, or when what is planned makes it.
    """
    monday = monday_of(clock.today())
    return sum(_remind_in(school, monday) for school in School.objects.all())


def _remind_in(school: School, monday: date) -> int:
    counted = count_weeks(school, monday, monday)
    noted = set(WeekNote.objects.filter(school=school, week=monday, kind=Kind.REMINDER).values_list("school_group"))
    short = [one for one in counted.groups if one.weeks[0].missing and (one.group.pk,) not in noted]
    full = _full_days(counted, monday) if short else {}
    return sum(_remind(one, counted) for one in short if _is_time(one, counted, full.get(one.group.pk, frozenset())))


def _full_days(counted: SchoolWeeks, monday: date) -> dict[int, set[date]]:
    """The days of this week on which no more posts fit, by group. One query."""
    policy = counted.policy
    full: dict[int, set[date]] = defaultdict(set)
    if policy.counts_group:
        taken = Post.objects.filter(slot_on__range=(monday, monday + timedelta(days=6)), slot_number__isnull=False)
        numbers = taken.order_by().values_list("school_group_id", "slot_on").annotate(number=Count("pk"))
        for group, day, _number in numbers.filter(number__gte=policy.day_limit):
            full[group].add(day)
    return full


def _is_time(one: GroupWeeks, counted: SchoolWeeks, full: "set[date] | frozenset[date]") -> bool:
    week, policy, now = one.weeks[0], counted.policy, clock.now()
    begin = remind_at(
        week.days,
        full,
        week.missing,
        weekday=policy.reminder_weekday,
        hour=policy.reminder_at,
        closes_at=policy.closes_at,
    )
    end = helps_until(week.days, full, policy.closes_at)
    return begin is not None and end is not None and begin <= now < end


@clause("D10", "E8")
@transaction.atomic
def _remind(one: GroupWeeks, counted: SchoolWeeks) -> bool:
    """Remind those of a group's admins who work today, else those who work next this week, else all of them."""
    week, people = one.weeks[0], {person.pk: person for person in admins_of(one.group)}
    if not people or not _note(Kind.REMINDER, one.group.school, week.monday, one.group):
        return False
    hours = working_weeks_of(people.values(), counted.time)
    for pk, due_at in whom_to_remind(hours, week.days, clock.now(), counted.time):
        week_mails.queue_reminder(one.group, week, people[pk], due_at=due_at)
    return True


@clause("D10")
def report_week() -> int:
    """Tell every head, on Friday afternoon, which groups kept the week's minimum; the number of reports.

    Up to seven days late after an outage; nothing about a week from which nothing was asked.
    """
    return sum(_report_in(school) for school in School.objects.all())


def _report_in(school: School) -> int:
    this = monday_of(clock.today())
    noted = set(
        WeekNote.objects.filter(school=school, kind=Kind.REPORT, week__gte=this - WEEK).values_list("week", flat=True)
    )
    weeks = [monday for monday in (this - WEEK, this) if monday not in noted]
    if not weeks:
        return 0
    counted = count_weeks(school, weeks[0], weeks[-1])
    return sum(_report(school, counted, monday) for monday in weeks if _is_reported_now(school, counted, monday))


def _is_reported_now(school: School, counted: SchoolWeeks, monday: date) -> bool:
    due = report_at(counted.time.school_days_of_week(monday))
    begun_at = school.set_up_at or school.created_at  # nothing is said about the weeks before
    return due is not None and begun_at <= due <= clock.now() < due + REPORT_FOR


@transaction.atomic
def _report(school: School, counted: SchoolWeeks, monday: date) -> bool:
    rows = [(one.group, week) for one in counted.groups for week in one.weeks if week.monday == monday]
    heads = list(heads_of(school))
    if not heads or not any(week.needed for _, week in rows) or not _note(Kind.REPORT, school, monday):
        return False
    for head in heads:
        week_mails.queue_report(school, monday, rows, head)
    return True


def _note(kind: str, school: School, monday: date, school_group: SchoolGroup | None = None) -> bool:
    """Write down that something is said about a week. True when this call did it: the database lets one through."""
    try:
        with transaction.atomic():
            WeekNote.objects.create(kind=kind, school=school, school_group=school_group, week=monday)
    except IntegrityError:
        return False
    return True
