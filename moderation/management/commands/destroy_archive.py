from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from groups.models import School
from moderation.actions import destroy_due, due_in


class Command(BaseCommand):
    help = "Destroy what is past its term: hard copies, news, reports, cases. Legal holds and open cases stop it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for school in School.objects.all():
            for name, rows, _destroy in due_in(school):
                self.stdout.write(f"{school}: {len(list(rows))} {name} past their term")
        if not dry_run:
            self.stdout.write(f"{destroy_due()} destroyed")
