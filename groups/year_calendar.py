"""A school year one can look at: twelve months, and of each day whether there is school and why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.calendar import Week, monday_of
from groups.school_year import days_of


class Mark(TextChoices):
    """What a day is. The letter stands in the calendar; what has none is told by its place or its form alone."""

    SCHOOL = "school", _("school day")
    HOLIDAY = "holiday", _("holiday")
    FEAST = "feast", _("public holiday")
    STUDY = "study", _("study day")
    FREE = "free", _("no lessons")
    WEEKEND = "weekend", _("weekend")

    @property
    def letter(self) -> str:
        return str(_LETTERS.get(self, ""))


_LETTERS = {
    Mark.HOLIDAY: pgettext_lazy("letter of a holiday", "H"),
    Mark.FEAST: pgettext_lazy("letter of a public holiday", "P"),
    Mark.STUDY: pgettext_lazy("letter of a study day", "S"),
}


@dataclass(frozen=True)
class Day:
    """One day of the calendar; ``name`` of the days off that hold it."""

    on: date
    mark: Mark
    name: str = ""
    is_today: bool = False


@dataclass(frozen=True)
class Row:
    """A week: its number and its seven days, empty where another month has them."""

    number: int
    days: list[Day | None]


@dataclass(frozen=True)
class Month:
    """A month with its weeks."""

    first: date
    rows: list[Row]

    @property
    def is_now(self) -> bool:
        return any(day.is_today for row in self.rows for day in row.days if day)


@dataclass(frozen=True)
class YearCalendar:
    """A school year; ``school_days`` counts the days on which the children come."""

    first_year: int
    months: list[Month]
    school_days: int

    @property
    def name(self) -> str:
        return f"{self.first_year}-{self.first_year + 1}"


def year_calendar(first_year: int, lessons: Week, days_off: Iterable[Any], today: date) -> YearCalendar:
    """The school year that begins in this calendar year; ``days_off`` are rows with kind, name and their days."""
    first, last = days_of(first_year)
    named: dict[date, tuple[Mark, str]] = {}
    # A public holiday in a holiday is told as such, and so is a study day: the shorter goes before the longer.
    for row in sorted(days_off, key=lambda row: row.last_on - row.first_on, reverse=True):
        for step in range((min(row.last_on, last) - max(row.first_on, first)).days + 1):
            named[max(row.first_on, first) + timedelta(days=step)] = (Mark(row.kind), row.name)

    def told(day: date) -> Day:
        mark, name = named.get(day, (Mark.SCHOOL, ""))
        if mark == Mark.SCHOOL and not lessons.get(day.isoweekday()):
            mark = Mark.WEEKEND if day.isoweekday() > 5 else Mark.FREE
        return Day(day, mark, name, day == today)

    days = [told(first + timedelta(days=step)) for step in range((last - first).days + 1)]
    months: dict[tuple[int, int], list[Day]] = {}
    for day in days:
        months.setdefault((day.on.year, day.on.month), []).append(day)
    school_days = sum(day.mark == Mark.SCHOOL for day in days)
    return YearCalendar(first_year, [_month(of_month) for of_month in months.values()], school_days)


def _month(days: list[Day]) -> Month:
    rows: dict[date, list[Day | None]] = {}
    for day in days:
        row = rows.setdefault(monday_of(day.on), [None] * 7)
        row[day.on.weekday()] = day
    return Month(days[0].on, [Row(monday.isocalendar().week, row) for monday, row in rows.items()])
