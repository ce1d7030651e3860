"""The government's file of school holidays (open data, JSON): what it holds for a region, and what it would change.

Plain facts: bytes in, holidays out; what is not such a file is refused with a code that groups/holiday_words.py has a
sentence for. Its traps: one year is an object and all years an array; the names carry newlines; a region may be "heel
Nederland"; a holiday begins at 00:00 and ends at 21:59 or 22:59 of Greenwich, which is the end of that day at school.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from groups.holidays import REGIONS, Holiday
from groups.school_year import year_of
from protocol.clock import SCHOOL_TIME

FILE_MAX = 1024 * 1024  # bytes; all years of all regions are some 40 kB
HOLIDAYS_MAX = 500
NAME_MAX = 80
EVERYWHERE = "heel nederland"
YEARS = range(2000, 2100)
LONGEST = timedelta(days=70)


class HolidayFileRefused(Exception):
    """This is no file of school holidays, or not one that can be taken over; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Change:
    """A holiday of the file that the school has not, or (``pk``) has on other days."""

    new: Holiday
    pk: int | None = None
    old: tuple[date, date] | None = None


def read_holidays(data: bytes, region: str, *, since: int) -> list[Holiday]:
    """The holidays of this region in the file, from the school year that began in ``since`` on, in their order.

    Raises:
        HolidayFileRefused: too large, damaged, another file, or nothing of this region and these years in it.
    """
    found: dict[tuple[str, int], Holiday] = {}
    for name, regions in _vacations(_loaded(data)):
        for row in _items(regions):
            where = _words(row.get("region")).lower()
            if where not in (*REGIONS, EVERYWHERE):
                raise HolidayFileRefused("other_file")
            holiday = _holiday(name, row)
            key = (name.lower(), year_of(holiday.first_on))
            if where in (region, EVERYWHERE) and key[1] >= since:
                if found.setdefault(key, holiday) != holiday:
                    raise HolidayFileRefused("twice")
                if len(found) > HOLIDAYS_MAX:
                    raise HolidayFileRefused("other_file")
    if not found:
        raise HolidayFileRefused("nothing")
    return sorted(found.values())


def changes_of(holidays: Iterable[Holiday], days_off: Iterable[Any]) -> list[Change]:
    """What these holidays would change among a school's days off (rows with pk, name, first_on and last_on): the same
    name in the same school year is the same holiday.
    """
    there = {(row.name.lower(), year_of(row.first_on)): row for row in days_off}
    changes = []
    for holiday in holidays:
        row = there.get((holiday.name.lower(), year_of(holiday.first_on)))
        if row is None:
            changes.append(Change(holiday))
        elif (row.first_on, row.last_on) != (holiday.first_on, holiday.last_on):
            changes.append(Change(holiday, row.pk, (row.first_on, row.last_on)))
    return changes


def digest_of(changes: list[Change]) -> str:
    """By which the same changes are known again."""
    return hashlib.sha256(repr(changes).encode()).hexdigest()


def _loaded(data: bytes) -> Any:
    if len(data) > FILE_MAX:
        raise HolidayFileRefused("too_large")
    if not data.strip():
        raise HolidayFileRefused("empty")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no text, no JSON, a number without end, brackets without end
        raise HolidayFileRefused("damaged") from error


def _vacations(loaded: Any) -> Iterator[tuple[str, Any]]:
    for year in _items(loaded if isinstance(loaded, list) else [loaded]):
        for content in _items(year.get("content")):
            for vacation in _items(content.get("vacations")):
                name = _words(vacation.get("type"))
                if not name or len(name) > NAME_MAX:
                    raise HolidayFileRefused("other_file")
                yield name, vacation.get("regions")


def _items(value: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(value, list):
        raise HolidayFileRefused("other_file")
    for item in value:
        if not isinstance(item, dict):
            raise HolidayFileRefused("other_file")
        yield item


def _words(value: Any) -> str:
    """A text on one line, without what cannot be seen."""
    text = value if isinstance(value, str) else ""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


def _holiday(name: str, row: dict[str, Any]) -> Holiday:
    first, last = _day(row.get("startdate")), _day(row.get("enddate"))
    if first.year not in YEARS or not first <= last <= first + LONGEST:
        raise HolidayFileRefused("not_days")
    return Holiday(first, last, name)


def _day(value: Any) -> date:
    """The day at school on which this moment falls."""
    try:
        moment = datetime.fromisoformat(_words(value))
        if moment.tzinfo is None:
            raise HolidayFileRefused("not_days")
        return moment.astimezone(SCHOOL_TIME).date()
    except (ValueError, OverflowError) as error:
        raise HolidayFileRefused("not_days") from error
