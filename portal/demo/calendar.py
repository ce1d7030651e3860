"""The school days of the demo school: weekdays without the holidays of its region and the days it gives off itself."""

from datetime import date, timedelta
from functools import cache

from groups.holidays import KNOWN_YEARS, NORTH, Holiday, easter, feasts_of, holidays_of
from groups.school_year import year_of

# Weeks without school, by ISO number, in years whose holidays are not known: autumn, spring, May, and all of summer.
FREE_WEEKS = {43, 8, 18, *range(29, 36)}
DAY_NAMES = ("ma", "di", "wo", "do", "vr")


def own_days_off(first_year: int) -> list[Holiday]:
    """What this school gives off beside its holidays: Good Friday, and the day after Ascension."""
    sunday = easter(first_year + 1)
    days = ((sunday - timedelta(days=2), "Goede Vrijdag"), (sunday + timedelta(days=40), "Vrijdag na Hemelvaart"))
    return [Holiday(day, day, name) for day, name in days]


def _in_usual_holiday(day: date) -> bool:
    monday = day - timedelta(days=day.weekday())
    is_christmas = (monday.month, monday.day) >= (12, 19) or (monday.month, monday.day) == (1, 1)
    return is_christmas or day.isocalendar().week in FREE_WEEKS


@cache
def _days_off(year: int) -> list[Holiday]:
    """Of a school year; the summer before it may last until after it began."""
    return [*holidays_of(NORTH, year - 1), *holidays_of(NORTH, year), *feasts_of(year), *own_days_off(year)]


def is_school_day(day: date) -> bool:
    """A weekday on which the children come."""
    year = year_of(day)
    is_off = any(one.first_on <= day <= one.last_on for one in _days_off(year))
    return day.weekday() < 5 and not is_off and (year in KNOWN_YEARS or not _in_usual_holiday(day))


def school_days(first: date, last: date) -> list[date]:
    """The school days from one day until, and including, another."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_school_day(day)]


def works_on(working_days: str, day: date) -> bool:
    """Does who works "ma, di, wo" work on this day?"""
    return day.weekday() < 5 and DAY_NAMES[day.weekday()] in working_days
