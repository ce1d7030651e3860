"""``manage.py catalogue --write``: collect the texts and compile the Dutch catalogue (Babel; no gettext needed)."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Collect the texts and compile the Dutch catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = settings.BASE_DIR / "locale"
        merged = Catalog(locale="nl", project="Kring", charset="utf-8")
        for part in sorted((folder / "parts").glob("*.po")):
            with part.open("rb") as file:
                for message in read_po(file, locale="nl"):
                    if message.id:
                        merged.add(message.id, message.string, context=message.context)
        target = folder / "nl" / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        with (target / "django.po").open("wb") as file:
            write_po(file, merged, width=110, omit_header=False, sort_output=True)
        with (target / "django.mo").open("wb") as file:
            write_mo(file, merged)
