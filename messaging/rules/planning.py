"""When a post goes out: at most one a day (D10), not outside hours (E8). It is never refused for it, but planned.

Plain facts in, a plan out. Days are days at school, moments are aware.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import chain

from groups.calendar import HORIZON, SchoolTime, Week, days_from
from protocol.clauses import clause
from protocol.clock import SCHOOL_TIME
from protocol.words import msgid

# How late a post may be for the photos it waits for, before its hour is asked again.
TOLERANCE = timedelta(minutes=10)

# How far ahead a place is looked for, however many posts are planned already.
YEARS_AHEAD = timedelta(days=10 * 366)


class How(Enum):
    """What an author chose: the earliest that the agreements allow, or one of the ways round it."""

    AUTO = "auto"
    DAY = "day"  # on a day of choice, at the opening
    URGENT = "urgent"  # today, whatever stands there already
    EXCURSION = "excursion"  # now, outside hours: on the road
    REASON = "reason"  # now, outside hours, for a reason that is recorded
    NOW = "now"  # the head: now, everybody


@dataclass(frozen=True)
class Facts:
    """What planning needs to know about a group, an author, and the school's time.

    ``limit`` is how many posts a day may have, 0 where no limit holds (councils, the team). ``in_group`` and
    ``by_author`` count the places taken, by day, as far as the school counts them. ``working`` is None for who writes
    without hours (a parent in a council): then the school's posting hours hold.
    """

    time: SchoolTime
    working: Week | None = None
    teaches: bool = False
    limit: int = 1
    in_group: Mapping[date, int] = field(default_factory=dict)
    by_author: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """When a post goes out, the day on which it takes a place (None: none), and the clauses that make it later."""

    publish_at: datetime
    slot_on: date | None
    because: tuple[str, ...] = ()


class Unplannable(Exception):
    """The day that was chosen cannot be; the message is a msgid for the author."""


def day_of(moment: datetime) -> date:
    """The day at school that holds this moment."""
    return moment.astimezone(SCHOOL_TIME).date()


@clause("D10")
def room_on(day: date, facts: Facts) -> bool:
    """Whether one more post fits on this day, in the group and of the author, as the school counts."""
    taken = max(facts.in_group.get(day, 0), facts.by_author.get(day, 0))
    return not facts.limit or taken < facts.limit


@clause("E8")
def earliest(now: datetime, facts: Facts) -> datetime:
    """The first moment at which the author may be heard; when no hours are known at all, at once."""
    if facts.working is None:
        return facts.time.next_posting(now) or now
    opening = facts.time.next_opening(now, facts.working, teaches=facts.teaches)
    return opening or facts.time.next_posting(now) or now


@clause("D10")
def next_with_room(after: date, facts: Facts) -> date:
    """The first school day after this one that has room; where no school day is known, the first day that has."""
    free = (day for day in days_from(after + timedelta(days=1), YEARS_AHEAD.days) if room_on(day, facts))
    first = next(free)
    return next((day for day in chain([first], free) if facts.time.is_school_day(day)), first)


@clause("D10", "E8")
def plan_post(now: datetime, facts: Facts, how: How = How.AUTO, day: date | None = None) -> Plan:
    """When a post that is sent now goes out. Under several limits at once, their earliest common opening.

    Raises:
        Unplannable: the day that was chosen is over, has no school, or has no room.
    """
    if how is How.DAY:
        return _on_a_day(now, facts, day)
    if how is How.NOW:
        return Plan(now, None)
    waits_for_hours = how not in (How.EXCURSION, How.REASON, How.URGENT)
    moment = earliest(now, facts) if waits_for_hours else now
    late = ("E8",) if moment > now else ()
    first = day_of(moment)
    if not facts.limit or how is How.URGENT:
        return Plan(moment, None, late)
    if room_on(first, facts):
        return Plan(moment, first, late)
    later = next_with_room(first, facts)
    return Plan(facts.time.posting_begins(later), later, (*late, "D10"))


def _on_a_day(now: datetime, facts: Facts, day: date | None) -> Plan:
    if day is None or day <= day_of(now):
        raise Unplannable(msgid("Choose a day after today."))
    if day > day_of(now) + HORIZON:  # nobody knows yet whether there is school
        raise Unplannable(msgid("That day is too far ahead. Choose an earlier one."))
    if not facts.time.is_school_day(day):
        raise Unplannable(msgid("There is no school on that day. Choose another one."))
    if not room_on(day, facts):
        raise Unplannable(msgid("That day is full already. Choose another one."))
    return Plan(facts.time.posting_begins(day), day if facts.limit else None, ())


@clause("D10", "E8")
def may_go_out(
    now: datetime, publish_at: datetime, slot_on: date | None, time: SchoolTime, heard: Callable[[datetime], bool]
) -> bool:
    """Whether a planned post may go out at this very moment, or must be planned anew: what was agreed is asked again.

    A post with a place goes out on the day of that place, in the school's posting hours, or when its author may be
    ``heard`` (asked last). For TOLERANCE its own moment counts (its photos took a while); later, after an outage, the
    hour it is now.
    """
    if slot_on is not None and slot_on != day_of(now):
        return False
    moment = publish_at if now - publish_at <= TOLERANCE else now
    return time.is_posting_time(moment) or heard(moment)


@clause("E8")
def may_be_heard(moment: datetime, facts: Facts) -> bool:
    """Whether the author may be heard at this moment."""
    return earliest(moment, facts) == moment
