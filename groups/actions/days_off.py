"""The days without lessons: the school's own, filled once with what is known, or from the government's file."""

from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.holiday_file import Change, changes_of, digest_of
from groups.holidays import KNOWN_YEARS, Holiday, feasts_of, holidays_of
from groups.models import DayOff, HolidayYear, School
from groups.school_year import days_of, year_of
from protocol.clauses import clause


class DayOffTakenError(Exception):
    """The school has a day off of this name that begins on this day."""


class ChangesDifferError(Exception):
    """What the file would change is no longer what was seen."""


@transaction.atomic
def add_day_off(school: School, *, by: User, **fields: object) -> DayOff:
    """A holiday, a study day or another day without lessons.

    Raises:
        DayOffTakenError: see there.
    """
    day_off = DayOff(school=school, **fields)
    _save(day_off)
    audit.record("day_off_added", by=by, on=day_off, detail=_days(day_off))
    return day_off


@transaction.atomic
def change_day_off(day_off: DayOff, *, by: User, **fields: object) -> DayOff:
    """Another name, kind or other days.

    Raises:
        DayOffTakenError: see there.
    """
    for name, value in fields.items():
        setattr(day_off, name, value)
    _save(day_off)
    audit.record("day_off_changed", by=by, on=day_off, detail=_days(day_off))
    return day_off


@transaction.atomic
def remove_day_off(day_off: DayOff, *, by: User) -> bool:
    """There are lessons after all. True when this call did it."""
    pk = day_off.pk
    is_done = DayOff.objects.filter(pk=pk).delete()[0] == 1
    if is_done:
        audit.record("day_off_removed", by=by, on=day_off, detail=_days(day_off))
    return is_done


@clause("D10")
@transaction.atomic
def begin_holidays(school: School) -> int:
    """Put the holidays of the school's region and the public holidays among its days off; how many rows changed.

    Each school year once: what the school changed or took away afterwards stays so. When the region was another then,
    the holidays that still stand as they were filled move to the days of the new one.
    """
    if not school.region:
        return 0
    School.objects.select_for_update().get(pk=school.pk)
    return sum(_fill_year(school, year) for year in KNOWN_YEARS)


@transaction.atomic
def fill_holidays(school: School, *, by: User) -> int:
    """As ``begin_holidays``, by somebody who asked for it or who said which region it is."""
    number = begin_holidays(school)
    if number:
        audit.record("holidays_filled", by=by, on=school, detail=str(school.get_region_display()))
    return number


@clause("D10")
@transaction.atomic
def import_holidays(
    school: School, holidays: Iterable[Holiday], *, by: User | None, seen_digest: str = ""
) -> list[Change]:
    """Take over the holidays of the government's file: all of them, or none. What the file does not name stays.

    Raises:
        ChangesDifferError: meanwhile the days off are no longer what they were when the changes were seen.
    """
    School.objects.select_for_update().get(pk=school.pk)
    changes = changes_of(holidays, DayOff.objects.filter(school=school))
    if seen_digest and seen_digest != digest_of(changes):
        raise ChangesDifferError
    for change in changes:
        new = change.new
        if change.pk is not None:
            DayOff.objects.filter(pk=change.pk).update(first_on=new.first_on, last_on=new.last_on)
        else:
            DayOff.objects.create(
                school=school, kind=DayOff.Kind.HOLIDAY, name=new.name, first_on=new.first_on, last_on=new.last_on
            )
    for year in sorted({year_of(change.new.first_on) for change in changes}):
        _fill_year(school, year)
    audit.record("holidays_imported", by=by, on=school, detail=str(school.get_region_display()))
    return changes


def _fill_year(school: School, first_year: int) -> int:
    filled = HolidayYear.objects.filter(school=school, first_year=first_year).first()
    if filled is None:
        HolidayYear.objects.create(school=school, first_year=first_year, region=school.region)
        holidays = _add(school, first_year, holidays_of(school.region, first_year), DayOff.Kind.HOLIDAY)
        return holidays + _add(school, first_year, feasts_of(first_year), DayOff.Kind.FEAST)
    if filled.region == school.region:
        return 0
    before, now = holidays_of(filled.region, first_year), holidays_of(school.region, first_year)
    HolidayYear.objects.filter(pk=filled.pk).update(region=school.region)
    return sum(_move(school, old, new) for old, new in zip(before, now, strict=True) if old != new)


def _add(school: School, first_year: int, holidays: list[Holiday], kind: str) -> int:
    first, last = days_of(first_year)
    there = set(DayOff.objects.filter(school=school, first_on__range=(first, last)).values_list("name", flat=True))
    rows = [
        DayOff(school=school, kind=kind, name=one.name, first_on=one.first_on, last_on=one.last_on)
        for one in holidays
        if one.name not in there
    ]
    return len(DayOff.objects.bulk_create(rows))


def _move(school: School, old: Holiday, new: Holiday) -> int:
    of_name = DayOff.objects.filter(school=school, name=old.name)
    if of_name.filter(first_on=new.first_on).exclude(first_on=old.first_on).exists():
        return 0
    as_filled = of_name.filter(kind=DayOff.Kind.HOLIDAY, first_on=old.first_on, last_on=old.last_on)
    moved: int = as_filled.update(first_on=new.first_on, last_on=new.last_on)
    return moved


def _save(day_off: DayOff) -> None:
    School.objects.select_for_update().get(pk=day_off.school_id)
    alike = DayOff.objects.filter(school=day_off.school_id, name=day_off.name, first_on=day_off.first_on)
    if alike.exclude(pk=day_off.pk).exists():
        raise DayOffTakenError
    day_off.save()


def _days(day_off: DayOff) -> str:
    first, last = day_off.first_on, day_off.last_on
    return f"{first:%d-%m-%Y}" if first == last else f"{first:%d-%m-%Y} - {last:%d-%m-%Y}"
