"""A school's own time, from its rows, for groups/calendar.py to reckon with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from accounts.models import User
from groups.calendar import HORIZON, DaysOff, SchoolTime, Span, Week
from groups.models import DayOff, LessonTime, PostingPolicy, School, WorkingTime, policy_of
from protocol import clock

# The days of a school that has not told its own yet: five that are alike.
USUAL_LESSONS = [(weekday, time(8, 30), time(12)) for weekday in range(1, 6)] + [
    (weekday, time(12, 30), time(14, 15)) for weekday in range(1, 6)
]


def school_time_of(
    school: School, policy: PostingPolicy | None = None, *, first: date | None = None, last: date | None = None
) -> SchoolTime:
    """The time of a school, with the days off from a day (a month ago) until another (the horizon). Two queries, and
    one for the policy when it is not given."""
    policy = policy or policy_of(school)
    today = clock.today()
    first, last = first or today - timedelta(days=31), last or today + HORIZON
    off = DayOff.objects.filter(school=school).between(first, last)
    return SchoolTime(
        lessons=lessons_of(school),
        opens_at=policy.opens_at,
        closes_at=policy.closes_at,
        days_off=tuple(
            DaysOff(day.first_on, day.last_on, day.name, staff_work=day.kind == DayOff.Kind.STUDY_DAY) for day in off
        ),
        breaks_open=policy.breaks_open,
    )


def working_week_of(user: User, school_time: SchoolTime) -> Week:
    """When somebody works: the own hours, else the school's. One query."""
    return own_week_of(user) or school_time.working_week()


def lessons_of(school: School) -> Week:
    """The lessons of a week. One query."""
    return _by_weekday(LessonTime.objects.filter(school=school).values_list("weekday", "begins_at", "ends_at"))


def own_week_of(user: User) -> Week:
    """The hours somebody has of their own; empty for who works in the school's. One query."""
    return _by_weekday(WorkingTime.objects.filter(user=user).values_list("weekday", "begins_at", "ends_at"))


def days_label(week: Week) -> str:
    """The days of a week as they stand with a name: "ma, di, wo"."""
    return ", ".join(str(WEEKDAYS_ABBR[weekday - 1]).lower() for weekday in sorted(week) if week[weekday])


@dataclass(frozen=True)
class WeekLine:
    """A weekday and its hours in words: "maandag", "8.30-12.00 en 12.30-14.15 uur"."""

    name: str
    hours: str


def week_lines(week: Week) -> list[WeekLine]:
    """The weekdays that have hours, as the page shows them."""
    lines = []
    for weekday in sorted(week):
        hours = [f"{_clock(span.begins_at)}-{_clock(span.ends_at)}" for span in sorted(week[weekday])]
        said = _("%(hours)s hours") % {"hours": _(" and ").join(hours)}
        lines.append(WeekLine(str(WEEKDAYS[weekday - 1]).lower(), said))
    return lines


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02d}"


def working_weeks_of(users: Iterable[User], school_time: SchoolTime) -> dict[int, Week]:
    """As ``working_week_of`` for several at once, by primary key. One query."""
    pks = [user.pk for user in users]
    hours: dict[int, list[object]] = defaultdict(list)
    for row in WorkingTime.objects.filter(user__in=pks):
        hours[row.user_id].append((row.weekday, row.begins_at, row.ends_at))
    return {pk: _by_weekday(hours[pk]) or school_time.working_week() for pk in pks}


def _by_weekday(rows: object) -> Week:
    week: dict[int, tuple[Span, ...]] = {}
    for weekday, begins_at, ends_at in rows:  # type: ignore[attr-defined]
        week[weekday] = (*week.get(weekday, ()), Span(begins_at, ends_at))
    return week
