from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.actions import destroy_old, old_pupils
from consent.actions.retention import YEARS
from groups.models import School


class Command(BaseCommand):
    help = "Destroy the consent of children who left so many years ago, with a record of each decision, and the scans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=int, default=YEARS, help=f"after how many years (default: {YEARS})")
        parser.add_argument("--dry-run", action="store_true", help="only say of how many children")

    def handle(self, *args: Any, years: int, dry_run: bool, **options: Any) -> None:
        if years < 1:
            raise CommandError("Evidence stays at least one year after a child left.")
        for school in School.objects.all():
            pupils = len(old_pupils(school, years=years))
            gone = 0 if dry_run else destroy_old(school, years=years)
            self.stdout.write(f"{school}: {pupils} children left long ago; {gone} decisions destroyed")
