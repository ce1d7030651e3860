"""The school year: 1 August to 31 July."""

from datetime import date


def year_of(day: date) -> int:
    """The calendar year in which the school year that holds this day began."""
    return day.year if day.month >= 8 else day.year - 1


def days_of(first_year: int) -> tuple[date, date]:
    """The first and last day of the school year that began in this calendar year."""
    return date(first_year, 8, 1), date(first_year + 1, 7, 31)


def school_year(day: date) -> tuple[date, date]:
    """The first and last day of the school year that holds this day."""
    return days_of(year_of(day))
