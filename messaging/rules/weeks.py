"""At least so many posts a week (D10): how many a week needs, when a reminder still helps, and who gets it.

Plain facts in, plain answers out. Days are days at school, moments are aware.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from groups.calendar import SchoolTime, Week, moment_of
from protocol.clauses import clause

# The head hears on Friday how the week went; a report that is later than this tells nothing any more.
REPORT_WEEKDAY, REPORT_AT = 5, time(15)
REPORT_FOR = timedelta(days=7)

P = TypeVar("P")


@clause("D10")
def needed_in(minimum: int, school_days: int) -> int:
    """How many posts a week with so many school days needs: the minimum is for five, a half counts up."""
    return (2 * minimum * school_days + 5) // 10


@clause("D10")
def missing_in(needed: int, placed: int, planned: int) -> int:
    """How many posts a week is short, what is on its way counted in."""
    return max(needed - placed - planned, 0)


@clause("D10")
def remind_at(
    days: Sequence[date], full: Collection[date], missing: int, *, weekday: int, hour: time, closes_at: time
) -> datetime | None:
    """When a group that is so many posts short is reminded; None in a week without school.

    ``days`` are the week's school days in order, ``full`` those on which no post fits any more. It is the school's day
    and hour; a day earlier, or more, when otherwise too few days with room would be left for one post on each.
    """
    if not days or not missing:
        return None
    usual = max((day for day in days if day.isoweekday() <= weekday), default=days[0])
    room = [day for day in days if day not in full]
    # The last day that, itself counted in, leaves as many days with room as posts are missing.
    last = room[-missing] if missing <= len(room) else days[0]
    if hour >= closes_at:  # after hours its own day is over
        last = max((day for day in days if day < last), default=days[0])
    return moment_of(min(usual, last), hour)


@clause("D10")
def helps_until(days: Sequence[date], full: Collection[date], closes_at: time) -> datetime | None:
    """Until when a reminder can still bring a post in this week; None when no day has room."""
    last = max((day for day in days if day not in full), default=None)
    return None if last is None else moment_of(last, closes_at)


@clause("D10")
def report_at(days: Sequence[date]) -> datetime | None:
    """When the head hears how the week went: Friday afternoon, or that of the last school day before it."""
    weekdays = [day for day in days if day.isoweekday() <= REPORT_WEEKDAY]
    return moment_of(weekdays[-1], REPORT_AT) if weekdays else None


@clause("D10", "E8")
def whom_to_remind(
    people: Mapping[P, Week], days: Sequence[date], now: datetime, school: SchoolTime
) -> list[tuple[P, datetime]]:
    """Of the people with these hours those who still work today, else those who work next in this week, each with the
    moment from which they may be told; when nobody does, all of them, now."""
    for day in (day for day in days if moment_of(day, time.max) > now):
        opening = {
            person: max(now, moment_of(day, spans[0].begins_at))
            for person, week in people.items()
            if (spans := [
                span
                for span in school.openings(day, week, teaches=False)
                if moment_of(day, span.ends_at) > now
            ])
        }  # fmt: skip
        if opening:
            return list(opening.items())
    return [(person, now) for person in people]
