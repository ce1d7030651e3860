"""The school days of the demo school: weekdays without the holidays that most Dutch schools share."""

from datetime import date, timedelta

# Weeks without school, by ISO number: autumn, spring, May; and all of summer.
FREE_WEEKS = {43, 8, 18, *range(29, 36)}
DAY_NAMES = ("ma", "di", "wo", "do", "vr")


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian way)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_school_day(day: date) -> bool:
    """A weekday on which the children come."""
    sunday = easter(day.year)
    monday = day - timedelta(days=day.weekday())
    is_christmas = (monday.month, monday.day) >= (12, 19) or (monday.month, monday.day) == (1, 1)
    is_feast = day - sunday in {timedelta(days=n) for n in (-2, 1, 39, 40, 50)} or (day.month, day.day) == (4, 27)
    return day.weekday() < 5 and day.isocalendar().week not in FREE_WEEKS and not is_christmas and not is_feast


def school_days(first: date, last: date) -> list[date]:
    """The school days from one day until, and including, another."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_school_day(day)]


def works_on(working_days: str, day: date) -> bool:
    """Does who works "ma, di, wo" work on this day?"""
    return day.weekday() < 5 and DAY_NAMES[day.weekday()] in working_days
