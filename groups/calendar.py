"""School time: on which days there is school, when there are lessons, and when who works there may be heard.

Plain facts in, plain answers out: no Django and no clock of its own. Days are days at school (Europe/Amsterdam),
moments are aware; both days on which the clock changes come out right, because a time of day is put on a day before it
becomes a moment. groups/school_time.py brings the facts of a school.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from protocol.clauses import clause
from protocol.clock import SCHOOL_TIME

# How far ahead is looked for a day with school or work: longer than any holiday.
HORIZON = timedelta(days=120)
MIDNIGHT, LAST_MINUTE = time(), time(23, 59)


@dataclass(frozen=True, order=True)
class Span:
    """From a time of day until another, the end not included."""

    begins_at: time
    ends_at: time


@dataclass(frozen=True)
class DaysOff:
    """Days without lessons, both included. On a study day staff do work."""

    first_on: date
    last_on: date
    name: str = ""
    staff_work: bool = False


Week = Mapping[int, tuple[Span, ...]]  # by weekday, Monday is 1


def moment_of(day: date, at: time) -> datetime:
    """This time of day at school, as a moment."""
    return datetime.combine(day, at, tzinfo=SCHOOL_TIME)


def days_from(first: date, number: int = HORIZON.days) -> Iterator[date]:
    """So many days, this one first."""
    return (first + timedelta(days=step) for step in range(number))


def monday_of(day: date) -> date:
    """The first day of the week that holds this day."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> list[date]:
    """The seven days, Monday first, of the week that holds this day."""
    return list(days_from(monday_of(day), 7))


@dataclass(frozen=True)
class SchoolTime:
    """What a school agreed about its time: the lessons of a week, the days off, and when news goes out."""

    lessons: Week
    opens_at: time
    closes_at: time
    days_off: Sequence[DaysOff] = field(default=())
    breaks_open: bool = False

    def off(self, day: date) -> DaysOff | None:
        """The holiday or study day that this is."""
        return next((off for off in self.days_off if off.first_on <= day <= off.last_on), None)

    def is_school_day(self, day: date) -> bool:
        """The children come: a weekday with lessons that is no day off."""
        return bool(self.lessons.get(day.isoweekday())) and self.off(day) is None

    def is_work_day(self, day: date) -> bool:
        """Staff who have hours on this weekday work: no holiday."""
        off = self.off(day)
        return off is None or off.staff_work

    @clause("D10")
    def school_days_of_week(self, day: date) -> list[date]:
        """The school days in the week that holds this day: holidays and days off do not count."""
        return [one for one in week_of(day) if self.is_school_day(one)]

    def next_school_day(self, day: date) -> date | None:
        """The first school day after this one; None when there is none within HORIZON."""
        return next((one for one in days_from(day + timedelta(days=1)) if self.is_school_day(one)), None)

    def posting_begins(self, day: date) -> datetime:
        """The moment at which planned news of this day goes out."""
        return moment_of(day, self.opens_at)

    def is_posting_time(self, moment: datetime) -> bool:
        """Whether planned news may go out now: a school day, within the school's posting hours."""
        there = moment.astimezone(SCHOOL_TIME)
        return self.is_school_day(there.date()) and self.opens_at <= there.time() < self.closes_at

    def next_posting(self, moment: datetime) -> datetime | None:
        """The earliest moment, this one or later, within the school's posting hours."""
        if self.is_posting_time(moment):
            return moment
        day = moment.astimezone(SCHOOL_TIME).date()
        begins = (self.posting_begins(one) for one in days_from(day) if self.is_school_day(one))
        return next((begin for begin in begins if begin > moment), None)

    def lessons_on(self, day: date) -> tuple[Span, ...]:
        """When who teaches is in class; with ``breaks_open`` the breaks between are no lesson."""
        spans = self.lessons.get(day.isoweekday(), ()) if self.is_school_day(day) else ()
        if not spans or self.breaks_open:
            return tuple(sorted(spans))
        return (Span(min(span.begins_at for span in spans), max(span.ends_at for span in spans)),)

    def working_week(self) -> Week:
        """The hours of who has none of their own: the school's posting hours, on the weekdays with lessons."""
        return {weekday: (Span(self.opens_at, self.closes_at),) for weekday, spans in self.lessons.items() if spans}

    @clause("E8")
    def openings(self, day: date, working: Week, *, teaches: bool) -> list[Span]:
        """When somebody with these hours may be heard on a day: at work, and not in class."""
        if not self.is_work_day(day):
            return []
        spans = list(working.get(day.isoweekday(), ()))
        for lesson in self.lessons_on(day) if teaches else ():
            spans = [left for span in spans for left in _without(span, lesson)]
        return sorted(spans)

    @clause("E8")
    def next_opening(self, moment: datetime, working: Week, *, teaches: bool) -> datetime | None:
        """The earliest moment, this one or later, at which somebody with these hours may be heard."""
        for day in days_from(moment.astimezone(SCHOOL_TIME).date()):
            for span in self.openings(day, working, teaches=teaches):
                if moment < moment_of(day, span.ends_at):
                    return max(moment, moment_of(day, span.begins_at))
        return None


def _without(span: Span, lesson: Span) -> list[Span]:
    """What is left of a span beside a lesson."""
    before = Span(span.begins_at, min(span.ends_at, lesson.begins_at))
    after = Span(max(span.begins_at, lesson.ends_at), span.ends_at)
    return [left for left in (before, after) if left.begins_at < left.ends_at]
