"""How often a group was written to, week by week, beside what was agreed (D10)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateField, QuerySet
from django.db.models.functions import TruncWeek

from groups.calendar import SchoolTime, days_from, monday_of
from groups.models import PostingPolicy, School, SchoolGroup, policy_of
from groups.roles import CLASSES
from groups.school_time import school_time_of
from groups.school_year import school_year
from messaging.facts import COUNTED
from messaging.models import ExcusedWeek, Post
from messaging.rules import missing_in, needed_in
from protocol import clock
from protocol.clauses import clause

WEEK = timedelta(days=7)
Key = tuple[int | None, date]


@dataclass(frozen=True)
class WeekCount:
    """A week of a group: its posts that are out and on their way, and how many were agreed for this very week (fewer
    with days off, none when excused). ``days`` are its school days."""

    monday: date
    placed: int
    planned: int
    needed: int
    is_excused: bool
    days: tuple[date, ...] = ()

    @property
    def school_days(self) -> int:
        return len(self.days)

    @property
    def missing(self) -> int:
        """How many posts it is short, what is on its way counted in."""
        return missing_in(self.needed, self.placed, self.planned)

    @property
    def is_now(self) -> bool:
        return self.monday == monday_of(clock.today())

    @property
    def is_over(self) -> bool:
        return self.monday + WEEK <= clock.today()

    @property
    def is_low(self) -> bool:
        """It is over, and had fewer than was agreed."""
        return self.is_over and self.placed < self.needed

    @property
    def level(self) -> int:
        """How dark it is in the heat map; the number always stands there too."""
        return min(max(self.placed - 1, 0), 4)


@dataclass(frozen=True)
class GroupWeeks:
    group: SchoolGroup
    weeks: list[WeekCount]


@dataclass(frozen=True)
class SchoolWeeks:
    """What the weeks of a school are counted with."""

    policy: PostingPolicy
    time: SchoolTime
    groups: list[GroupWeeks]


def weeks_of(school: School, first_monday: date, last_monday: date) -> list[GroupWeeks]:
    """The classes of today and the whole school (from which nothing is asked), in the school's order, each with these
    weeks. Seven queries, however many groups and weeks."""
    return count_weeks(school, first_monday, last_monday).groups


@clause("D10")
def count_weeks(school: School, first_monday: date, last_monday: date) -> SchoolWeeks:
    """As ``weeks_of``, with the policy and the time that were read for it."""
    policy = policy_of(school)
    time = school_time_of(school, policy, first=first_monday, last=last_monday + WEEK)
    groups = list(school.school_groups.of_year(clock.today()).filter(kind__in=COUNTED))
    excused = set(
        ExcusedWeek.objects.filter(school=school, week__range=(first_monday, last_monday)).values_list(
            "school_group", "week"
        )
    )
    placed, planned = _counts(groups, first_monday, last_monday)

    def week(group: SchoolGroup, monday: date) -> WeekCount:
        days = tuple(day for day in time.school_days_of_week(monday) if group.starts_on <= day <= group.ends_on)
        is_excused = bool({(group.pk, monday), (None, monday)} & excused)
        is_asked = group.kind in CLASSES and not is_excused
        needed = needed_in(policy.week_minimum, len(days)) if is_asked else 0
        key = (group.pk, monday)
        return WeekCount(monday, placed[key], planned[key], needed, is_excused, days)

    mondays = list(days_from(first_monday, (last_monday - first_monday).days + 1))[::7]
    return SchoolWeeks(
        policy, time, [GroupWeeks(group, [week(group, monday) for monday in mondays]) for group in groups]
    )


def _counts(groups: list[SchoolGroup], first: date, last: date) -> tuple[Counter[Key], Counter[Key]]:
    """The posts that are out and those on their way, by group and Monday."""
    posts = Post.objects.filter(school_group__in=groups).order_by()
    begin, end = week_bounds(first)[0], week_bounds(last)[1]

    def by_week(rows: QuerySet[Post], moment: str) -> Counter[Key]:
        within = rows.filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})
        monday = TruncWeek(moment, output_field=DateField(), tzinfo=clock.SCHOOL_TIME)
        counted = within.values_list("school_group_id", monday).annotate(number=Count("pk"))
        return Counter({(group, week): number for group, week, number in counted})

    return (
        by_week(posts.filter(state=Post.State.PUBLISHED), "published_at"),
        by_week(posts.filter(state=Post.State.PLANNED), "publish_at"),
    )


def week_bounds(monday: date) -> tuple[datetime, datetime]:
    """The moments at which a week begins and the next one does."""
    return clock.begin_of(monday), clock.begin_of(monday + WEEK)


def excused_weeks(school: School) -> QuerySet[ExcusedWeek]:
    """The weeks of this school year that need no news, the latest first."""
    first = school_year(clock.today())[0]
    rows = ExcusedWeek.objects.filter(school=school, week__gte=first - WEEK)
    return rows.select_related("school_group", "excused_by").order_by("-week", "school_group__position", "pk")
