"""``manage.py import_school FILE [--guardians CSV] [--dry-run] [--also GROUP] [--ends-many]``, in the terminal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.actions import Reading, apply_import, drop_import, look_at_import, read_import
from groups.imports import FILE_MAX, ImportRefused, Report, report_of, sentence_of
from groups.models import School


class Command(BaseCommand):
    help = "Take over a file of the administration (EDEXML) and a list of parents (CSV): all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="EDEXML 1.03, 2.0 or 2.1")
        parser.add_argument("--guardians", metavar="CSV", type=Path, help="the list of parents (docs/import.md)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--also", action="append", default=[], metavar="GROUP", help="take over this group beside the classes too"
        )
        parser.add_argument("--ends-many", action="store_true", help="it is right that many pupils are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.order_by("pk").first()
        if school is None:
            raise CommandError("There is no school yet: manage.py create_school.")
        reading = self._read(school, options)
        report = report_of(reading.difference, reading.records)
        self._print(report)
        stops = bool(report.problems) or (report.ends_many and not options["ends_many"])
        if stops or options["dry_run"]:
            drop_import(reading.run, by=None)
        else:
            apply_import(
                reading.run, by=None, seen_digest=report.digest, ends_many=options["ends_many"], also=options["also"]
            )
        if report.problems:
            raise CommandError("Nothing is taken over. Put right what stands above.")
        if stops and not options["dry_run"]:
            raise CommandError("Nothing is taken over. Many pupils are missing: is it right? Then add --ends-many.")
        self.stdout.write("Nothing is changed (--dry-run)." if options["dry_run"] else "Taken over.")

    def _read(self, school: School, options: dict[str, Any]) -> Reading:
        list_of_parents = self._bytes(options["guardians"]) if options["guardians"] else None
        try:
            run = read_import(school, self._bytes(options["file"]), list_of_parents, by=None).run
        except ImportRefused as error:
            raise CommandError(sentence_of(error)) from error
        reading = look_at_import(run, options["also"])
        known = {text for group in reading.records.groups for text in (group.key, group.name)}
        if unknown := sorted(set(options["also"]) - known):
            drop_import(run, by=None)
            raise CommandError(f"No group in the file is called {', '.join(unknown)}.")
        return reading

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as stream:
                return stream.read(FILE_MAX + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _print(self, report: Report) -> None:
        self.stdout.write(f"{report.school_year}  EDEXML {report.version}")
        for name, numbers in report.counts:
            new, changed, ended, same = numbers
            self.stdout.write(f"{name:<20} +{new} ~{changed} -{ended} ={same}")
        for part in report.parts:
            self.stdout.write(f"\n{part.title} ({len(part.lines)})")
            for name, sentence in part.lines:
                self.stdout.write(f"  {name}: {sentence}")
        for name, number in report.dropped:
            self.stdout.write(f"- {name}: {number}")
        for file, line, field, sentence in report.problems:
            self.stderr.write(f"{file}, {line or '-'}, {field or '-'}: {sentence}")
