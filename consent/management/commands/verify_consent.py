from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.models import DecisionLink
from consent.verifying import faults_of
from groups.models import School


class Command(BaseCommand):
    help = "Verify the chain of evidence of consent; ends with code 1 and the numbers of the links that are not whole."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [(school, number, what) for school in School.objects.all() for number, what in faults_of(school)]
        for school, number, what in found:
            self.stderr.write(f"{school}: link {number} {what}")
        if found:
            raise CommandError(f"{len(found)} faults in the chain")
        self.stdout.write(f"The chain is whole: {DecisionLink.objects.count()} links")
