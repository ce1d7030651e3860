"""``manage.py catalogue``: collect the texts and compile the Dutch catalogue (Babel; no gettext needed)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.catalogue import build, compiled, folder


class Command(BaseCommand):
    help = "Collect the texts and compile the Dutch catalogue (--write), or say what is missing or stale (--check)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--write", action="store_true")
        what.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        target = folder(settings.BASE_DIR)
        catalog, missing = build(settings.BASE_DIR)
        contents = dict(zip(("django.po", "django.mo"), compiled(catalog), strict=True))
        if options["write"]:
            target.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (target / name).write_bytes(content)
        for text, context in missing:
            self.stderr.write(f"no Dutch for: {text!r}" + (f" ({context})" if context else ""))
        if options["check"]:
            self._complain(target, contents, len(missing))

    def _complain(self, target: Path, contents: dict[str, bytes], missing: int) -> None:
        stale = [
            name
            for name, content in contents.items()
            if not (target / name).exists() or (target / name).read_bytes() != content
        ]
        if missing or stale:
            raise CommandError(f"{missing} texts without Dutch; stale: {', '.join(stale) or 'nothing'}")
