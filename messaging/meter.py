"""The week of a group as its writers see it: what is placed, what is on its way, and which days do not count (D10)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from groups.calendar import SchoolTime, monday_of, week_of
from groups.models import PostingPolicy, SchoolGroup
from messaging.models import Post
from messaging.rules import day_of
from messaging.weeks import week_bounds
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Seat:
    """A day of the week: how many posts are out and on their way, whether this one goes there, and why not, if so."""

    day: date
    placed: int
    planned: int
    is_here: bool = False
    is_today: bool = False
    is_off: bool = False
    off: str = ""  # the name of the day off


@dataclass(frozen=True)
class Meter:
    """The seats of a week, Monday to Friday, against what was agreed."""

    seats: tuple[Seat, ...]
    policy: PostingPolicy

    @property
    def monday(self) -> date:
        return self.seats[0].day

    @property
    def is_this_week(self) -> bool:
        return self.monday == monday_of(clock.today())

    @property
    def placed(self) -> int:
        return sum(seat.placed for seat in self.seats)

    @property
    def planned(self) -> int:
        return sum(seat.planned for seat in self.seats)

    @property
    def number(self) -> int:
        """Which of the week the post is that is being written."""
        return self.placed + self.planned + 1

    @property
    def days_off(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_off]


@clause("D10")
def meter_of(school_group: SchoolGroup, policy: PostingPolicy, time: SchoolTime, day: date, *, here: bool) -> Meter:
    """The week that holds this day; with ``here`` the post that is being written goes out on it. One query."""
    placed, planned = _posts_of(school_group, monday_of(day))
    seats = []
    for one in week_of(day):
        if one.isoweekday() > 5 and not time.is_school_day(one):  # a weekend is no seat
            continue
        off = time.off(one)
        seats.append(
            Seat(
                day=one,
                placed=placed[one],
                planned=planned[one],
                is_here=here and one == day,
                is_today=one == clock.today(),
                is_off=not time.is_school_day(one),
                off=off.name if off else "",
            )
        )
    return Meter(tuple(seats), policy)


def _posts_of(school_group: SchoolGroup, first: date) -> tuple[Counter[date], Counter[date]]:
    """How many posts are out, and how many are planned, by day of the week that begins on this day."""
    begin, end = week_bounds(first)
    out = Q(state=Post.State.PUBLISHED, published_at__gte=begin, published_at__lt=end)
    on_its_way = Q(state=Post.State.PLANNED, publish_at__gte=begin, publish_at__lt=end)
    rows = Post.objects.filter(out | on_its_way, school_group=school_group)
    placed: Counter[date] = Counter()
    planned: Counter[date] = Counter()
    for published_at, publish_at in rows.values_list("published_at", "publish_at"):
        if published_at:
            placed[day_of(published_at)] += 1
        elif publish_at:
            planned[day_of(publish_at)] += 1
    return placed, planned
