"""A school's own time, from its rows, for groups/calendar.py to reckon with."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta

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
    lessons = LessonTime.objects.filter(school=school)
    off = DayOff.objects.filter(school=school).between(first, last)
    return SchoolTime(
        lessons=_by_weekday(lessons.values_list("weekday", "begins_at", "ends_at")),
        opens_at=policy.opens_at,
        closes_at=policy.closes_at,
        days_off=tuple(
            DaysOff(day.first_on, day.last_on, day.name, staff_work=day.kind == DayOff.Kind.STUDY_DAY) for day in off
        ),
        breaks_open=policy.breaks_open,
    )


def working_week_of(user: User, school_time: SchoolTime) -> Week:
    """When somebody works: the own hours, else the school's. One query."""
    rows = WorkingTime.objects.filter(user=user).values_list("weekday", "begins_at", "ends_at")
    return _by_weekday(rows) or school_time.working_week()


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
