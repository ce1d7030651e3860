"""How often a group was written to, week by week, beside what was agreed (D10)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from groups.calendar import monday_of
from groups.models import School, SchoolGroup
from groups.roles import CLASSES
from groups.school_time import school_time_of
from messaging.models import ExcusedWeek, Post
from protocol import clock
from protocol.clauses import clause

COUNTED = (*CLASSES, SchoolGroup.Kind.WHOLE_SCHOOL)


@dataclass(frozen=True)
class WeekCount:
    """A week of a group. ``needed`` is what was agreed for this very week: less with days off, none when excused."""

    monday: date
    placed: int
    planned: int
    needed: int
    is_excused: bool
    school_days: int

    @property
    def is_over(self) -> bool:
        return self.monday + timedelta(days=7) <= clock.today()


@dataclass(frozen=True)
class GroupWeeks:
    group: SchoolGroup
    weeks: list[WeekCount]


@clause("D10")
def weeks_of(school: School, first_monday: date, last_monday: date) -> list[GroupWeeks]:
    """The classes and the whole school of today, in the school's order. A constant number of queries."""
    groups = list(school.school_groups.of_year(clock.today()).filter(kind__in=COUNTED).order_by("position", "name"))
    mondays = [first_monday + timedelta(days=7 * n) for n in range((last_monday - first_monday).days // 7 + 1)]
    time = school_time_of(school, first=first_monday, last=last_monday + timedelta(days=6))
    days = {monday: len(time.school_days_of_week(monday)) for monday in mondays}
    excused: set[tuple[int | None, date]] = set(
        ExcusedWeek.objects.filter(school=school).values_list("school_group_id", "week")
    )
    placed, planned = _counts(groups, first_monday, last_monday)

    def count(group: SchoolGroup, monday: date) -> WeekCount:
        is_excused = (group.pk, monday) in excused or (None, monday) in excused
        key = (group.pk, monday)
        needed = 0 if is_excused else min(2, days[monday] // 2)
        return WeekCount(monday, placed[key], planned[key], needed, is_excused, days[monday])

    return [GroupWeeks(group, [count(group, monday) for monday in mondays]) for group in groups]


def _counts(groups: list[SchoolGroup], first: date, last: date) -> tuple[Counter, Counter]:  # type: ignore[type-arg]
    rows = Post.objects.filter(school_group__in=groups, state__in=[Post.State.PLANNED, Post.State.PUBLISHED])
    placed: Counter[tuple[int, date]] = Counter()
    planned: Counter[tuple[int, date]] = Counter()
    for group, published_at, publish_at in rows.values_list("school_group_id", "published_at", "publish_at"):
        monday = monday_of(clock.at_school(published_at or publish_at or clock.now()).date())
        if first <= monday <= last:
            (placed if published_at else planned)[group, monday] += 1
    return placed, planned
