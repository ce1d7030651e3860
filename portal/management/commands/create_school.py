"""``manage.py create_school NAME --place P --head-...``: a school from nothing, and a link for its first head."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from accounts.models import User
from groups.actions import NewPerson, NobodyWaitsError, SchoolExistsError, create_school, renew_first_link
from groups.holidays import REGIONS

# What is needed, how it is asked, and how long it may be.
NEEDED = {
    "name": ("Name of the school", 120),
    "place": ("Place", 80),
    "head_first_name": ("First name of the head", 80),
    "head_last_name": ("Last name of the head", 120),
    "head_email": ("E-mail address of the head", 254),
}


class Command(BaseCommand):
    help = "Make the school with its first head, and print a link that works for 7 days, once. No default password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="")
        for option in list(NEEDED)[1:]:
            parser.add_argument("--" + option.replace("_", "-"), default="", metavar=option.rpartition("_")[2].upper())
        parser.add_argument("--region", choices=REGIONS, default="", help="of the holidays; the head can tell it later")
        parser.add_argument("--new-link", action="store_true", help="the head lost the link: print another one")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_link"]:
            self._renew()
            return
        given = {key: self._wanted(key, options[key]) for key in NEEDED}
        head = NewPerson(given["head_first_name"], given["head_last_name"], given["head_email"])
        try:
            school, person, secret = create_school(given["name"], given["place"], head, region=options["region"])
        except SchoolExistsError as error:
            raise CommandError("There is a school already. Lost the link of the head? Use --new-link.") from error
        self.stdout.write(f"{school.name} in {school.place} is there.")
        self._tell(person, secret)

    def _renew(self) -> None:
        try:
            self._tell(*renew_first_link())
        except NobodyWaitsError as error:
            raise CommandError("There is no head without a password. Use 'forgot your password' instead.") from error

    def _tell(self, person: User, secret: str) -> None:
        link = settings.SITE_URL + reverse("groups:invitation-accept", args=[secret])
        self.stdout.write(f"Give this link to {person.full_name} (sign-in name {person.sign_in_name}).")
        self.stdout.write("It works for 7 days, once:")
        self.stdout.write(link)

    def _wanted(self, key: str, given: str) -> str:
        question, longest = NEEDED[key]
        value = " ".join(given.split())
        if not value and sys.stdin.isatty():
            value = " ".join(input(f"{question}: ").split())
        if not value:
            raise CommandError(
                f"{question} is missing: give {'NAME' if key == 'name' else '--' + key.replace('_', '-')}."
            )
        if len(value) > longest:
            raise CommandError(f"{question} is too long: at most {longest} characters.")
        if key == "head_email":
            try:
                validate_email(value)
            except ValidationError as error:
                raise CommandError(f"{value} is no e-mail address.") from error
        return value
