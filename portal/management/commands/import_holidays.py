"""``manage.py import_holidays FILE [--dry-run]``: the government's file of school holidays, from the terminal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.actions import import_holidays
from groups.holiday_file import FILE_MAX, Change, HolidayFileRefused, changes_of, read_holidays
from groups.holiday_words import REFUSED
from groups.holidays import Holiday
from groups.models import DayOff, School
from groups.school_year import year_of
from protocol import clock


class Command(BaseCommand):
    help = "Take over the holidays of the school's region from the government's file: all of them, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON: one school year, or all of them")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.order_by("pk").first()
        if school is None:
            raise CommandError("There is no school yet: manage.py create_school.")
        if not school.region:
            raise CommandError("The school has no region yet: the head chooses it under Beheer.")
        holidays = self._read(options["file"], school.region)
        if options["dry_run"]:
            changes = changes_of(holidays, DayOff.objects.filter(school=school))
        else:
            changes = import_holidays(school, holidays, by=None)
        for change in changes:
            self.stdout.write(self._line(change))
        self.stdout.write(f"{len(holidays) - len(changes)} the same.")
        self.stdout.write("Nothing is changed (--dry-run)." if options["dry_run"] else "Taken over.")

    def _read(self, path: Path, region: str) -> list[Holiday]:
        try:
            with path.open("rb") as stream:
                return read_holidays(stream.read(FILE_MAX + 1), region, since=year_of(clock.today()))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except HolidayFileRefused as error:
            raise CommandError(str(REFUSED[error.code])) from error

    def _line(self, change: Change) -> str:
        was = f" (was {change.old[0]} - {change.old[1]})" if change.old else ""
        return f"{'~' if change.old else '+'} {change.new.name}: {change.new.first_on} - {change.new.last_on}{was}"
