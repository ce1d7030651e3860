"""A school time for tests: a real week, from facts."""

from datetime import date, datetime, time

from groups.calendar import DaysOff, SchoolTime, Span
from groups.models import DayOff, LessonTime, PostingPolicy, School
from protocol.clock import SCHOOL_TIME

MORNING, AFTERNOON = Span(time(8, 30), time(12)), Span(time(12, 30), time(14, 15))
LESSONS = dict.fromkeys(range(1, 6), (MORNING, AFTERNOON))
CHRISTMAS = DaysOff(date(2026, 12, 19), date(2027, 1, 3), "Kerstvakantie")
STUDY_DAY = DaysOff(date(2026, 11, 27), date(2026, 11, 27), "Studiedag", staff_work=True)


def at(day: str, clock: str) -> datetime:
    """``at("2026-11-24", "15:30")`` on the school's clock."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=SCHOOL_TIME)


def school_time(*off: DaysOff, breaks_open: bool = False) -> SchoolTime:
    """Five days alike, 8.30-12.00 and 12.30-14.15; news goes out from 8.00 until 17.30."""
    return SchoolTime(LESSONS, time(8), time(17, 30), off, breaks_open)


def keep_real_hours(school: School, *off: DaysOff, **policy: object) -> PostingPolicy:
    """Give the tests' school, which is always open, the time of ``school_time`` and these settings."""
    LessonTime.objects.filter(school=school).delete()
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=span.begins_at, ends_at=span.ends_at)
        for weekday, spans in LESSONS.items()
        for span in spans
    )
    DayOff.objects.bulk_create(
        DayOff(
            school=school,
            name=one.name,
            first_on=one.first_on,
            last_on=one.last_on,
            kind=DayOff.Kind.STUDY_DAY if one.staff_work else DayOff.Kind.HOLIDAY,
        )
        for one in off
    )
    settings = {"opens_at": time(8), "closes_at": time(17, 30)} | policy
    return PostingPolicy.objects.update_or_create(school=school, defaults=settings)[0]
