"""``manage.py demo [--if-empty]``: build the demo school Het Kiezelpad."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.models import School
from portal.demo.people import PASSWORD
from portal.demo.school import build_demo


class Command(BaseCommand):
    help = "Build the demo school: fictitious people, a school year of posts, drawings. Only with KRING_DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a school already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TESTING):
            raise CommandError(
                "The demo school is for the demo only: set KRING_DEMO=1 and give it a DATA folder of its own."
            )
        if School.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is a school already. Remove the DATA folder to start over.")
        logging.getLogger("kring.bell").setLevel(logging.ERROR)  # there is no broker yet, and nothing it should do
        start = time.perf_counter()
        build_demo(self._say)
        self._say(f"klaar in {time.perf_counter() - start:.1f} seconden; het wachtwoord van iedereen is {PASSWORD}")

    def _say(self, line: str) -> None:
        self.stdout.write(f"Kring: {line}")
        self.stdout.flush()
