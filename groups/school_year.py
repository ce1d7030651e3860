"""The school year."""

from datetime import date


def school_year(day: date) -> tuple[date, date]:
    """The first and last day of the school year that holds this day: 1 August to 31 July."""
    year = day.year if day.month >= 8 else day.year - 1
    return date(year, 8, 1), date(year + 1, 7, 31)
