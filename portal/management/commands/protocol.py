"""``manage.py protocol``: docs/protocol.md from the register of clauses."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from protocol.document import write_document
from protocol.survey import survey


class Command(BaseCommand):
    help = "Write docs/protocol.md from the register of clauses (--write), or say whether it is fresh (--check)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--write", action="store_true")
        what.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = settings.BASE_DIR
        target = root / "docs" / "protocol.md"
        fresh = write_document(survey(root))
        if options["write"]:
            target.write_text(fresh)
        elif not target.exists() or target.read_text() != fresh:
            raise CommandError("docs/protocol.md is stale: run manage.py protocol --write")
