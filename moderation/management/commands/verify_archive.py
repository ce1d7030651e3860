from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from groups.models import School
from moderation.models import Package
from moderation.verifying import faults_in


class Command(BaseCommand):
    help = "Verify the archive: every package, every file and the chain. Ends with code 1 and says what is not whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--package", type=int, metavar="N", help="only this one, and the chain up to it")

    def handle(self, *args: Any, package: int | None, **options: Any) -> None:
        found = 0
        if package is not None and not Package.objects.filter(link__number=package).exists():
            raise CommandError(f"There is no package {package}.")
        for school in School.objects.all():
            kept = Package.objects.filter(link__school=school)
            number = kept.count() if package is None else 1
            if number:
                self.stdout.write(f"{school}: {number} to verify")
            for one in faults_in(school, number=package):
                found += 1
                self.stderr.write(f"{school}: {one}")
        if found:
            raise CommandError(f"{found} faults in the archive")
        self.stdout.write("The archive is whole.")
