"""The school holidays per region, as the government names and dates them, and the public holidays.

Plain facts: no Django. Autumn and spring are advice, and a school may add days; so these only fill a school's own rows
once (groups/actions/days_off.py), and the school changes them as it likes.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from groups.school_year import days_of

NORTH, MIDDLE, SOUTH = REGIONS = ("noord", "midden", "zuid")

# School year (by its first calendar year) -> name -> first and last day of noord, midden and zuid, or of all three.
# 2025-26: the table of the government. 2026-27: its open data, but for May and summer: these follow from rosters of
# schools in noord and midden and from the calendar of 2020-21, which has the same days; the school checks them.
# 2027-28 and 2028-29: the table of the government.
_TABLE: dict[int, dict[str, tuple[str, ...]]] = {
    2025: {
        "Herfstvakantie": ("2025-10-18 2025-10-26", "2025-10-18 2025-10-26", "2025-10-11 2025-10-19"),
        "Kerstvakantie": ("2025-12-20 2026-01-04",),
        "Voorjaarsvakantie": ("2026-02-21 2026-03-01", "2026-02-14 2026-02-22", "2026-02-14 2026-02-22"),
        "Meivakantie": ("2026-04-25 2026-05-03",),
        "Zomervakantie": ("2026-07-04 2026-08-16", "2026-07-18 2026-08-30", "2026-07-11 2026-08-23"),
    },
    2026: {
        "Herfstvakantie": ("2026-10-10 2026-10-18", "2026-10-17 2026-10-25", "2026-10-17 2026-10-25"),
        "Kerstvakantie": ("2026-12-19 2027-01-03",),
        "Voorjaarsvakantie": ("2027-02-20 2027-02-28", "2027-02-20 2027-02-28", "2027-02-13 2027-02-21"),
        "Meivakantie": ("2027-04-24 2027-05-02",),
        "Zomervakantie": ("2027-07-10 2027-08-22", "2027-07-17 2027-08-29", "2027-07-24 2027-09-05"),
    },
    2027: {
        "Herfstvakantie": ("2027-10-16 2027-10-24", "2027-10-16 2027-10-24", "2027-10-23 2027-10-31"),
        "Kerstvakantie": ("2027-12-25 2028-01-09",),
        "Voorjaarsvakantie": ("2028-02-19 2028-02-27", "2028-02-26 2028-03-05", "2028-02-26 2028-03-05"),
        "Meivakantie": ("2028-04-29 2028-05-07",),
        "Zomervakantie": ("2028-07-15 2028-08-27", "2028-07-08 2028-08-20", "2028-07-22 2028-09-03"),
    },
    2028: {
        "Herfstvakantie": ("2028-10-14 2028-10-22", "2028-10-21 2028-10-29", "2028-10-21 2028-10-29"),
        "Kerstvakantie": ("2028-12-23 2029-01-07",),
        "Voorjaarsvakantie": ("2029-02-17 2029-02-25", "2029-02-17 2029-02-25", "2029-02-10 2029-02-18"),
        "Meivakantie": ("2029-04-28 2029-05-06",),
        "Zomervakantie": ("2029-07-21 2029-09-02", "2029-07-07 2029-08-19", "2029-07-14 2029-08-26"),
    },
}
KNOWN_YEARS = tuple(_TABLE)


@dataclass(frozen=True, order=True)
class Holiday:
    """Days off under a name, the first and the last included."""

    first_on: date
    last_on: date
    name: str


def holidays_of(region: str, first_year: int) -> list[Holiday]:
    """The school holidays of a region in a school year, in their order; none for a year that is not known."""
    found = []
    for name, spans in _TABLE.get(first_year, {}).items():
        first, last = spans[REGIONS.index(region) if len(spans) > 1 else 0].split()
        found.append(Holiday(date.fromisoformat(first), date.fromisoformat(last), name))
    return found


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian way)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _feasts_of_calendar_year(year: int) -> list[Holiday]:
    sunday = easter(year)
    king = date(year, 4, 27)
    days = (
        (date(year, 1, 1), 1, "Nieuwjaarsdag"),
        (sunday + timedelta(days=1), 1, "Tweede Paasdag"),
        (king - timedelta(days=1) if king.isoweekday() == 7 else king, 1, "Koningsdag"),
        (sunday + timedelta(days=39), 1, "Hemelvaartsdag"),
        (sunday + timedelta(days=50), 1, "Tweede Pinksterdag"),
        (date(year, 12, 25), 2, "Kerst"),
    )
    return [Holiday(first, first + timedelta(days=number - 1), name) for first, number, name in days]


def feasts_of(first_year: int) -> list[Holiday]:
    """The public holidays of a school year on which no school in the country has lessons, in their order."""
    first, last = days_of(first_year)
    both = [*_feasts_of_calendar_year(first_year), *_feasts_of_calendar_year(first_year + 1)]
    return sorted(feast for feast in both if first <= feast.first_on <= last)
