"""The cast: the school, its groups and the people of the contract. The demo school starts with it, the tests use it."""

from datetime import date
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User, sort_key
from groups.actions import add_guardian, begin_holidays, begin_school_time, create_group, give_role
from groups.models import Enrolment, Pupil, School, SchoolGroup
from groups.school_year import school_year
from portal.demo.people import COUNCILS, GROUPS, GUARDIANS, PASSWORD, PEOPLE, PUPILS, ROLES, Person
from protocol import clock


class Cast(SimpleNamespace):
    """The school, its people, groups and pupils by name: ``cast.naima``, ``cast.groep5``, ``cast.yara``."""


def make_people(people: list[Person], password_hash: str) -> dict[str, User]:
    """Accounts for these people, all with one hash: hashing three hundred times over takes half a minute."""
    User.objects.bulk_create(
        User(
            sign_in_name=person.name,
            email=person.address,
            first_name=person.first_name,
            last_name=person.last_name,
            form_of_address=person.form_of_address,
            sort_name=sort_key(person.last_name, person.first_name),
            password=password_hash,
        )
        for person in people
    )
    return User.objects.in_bulk([person.name for person in people], field_name="sign_in_name")


def born_in(name: str, first_day: date) -> date:
    """A birthday that fits the class: four in the first class, a year more in each that follows."""
    number = {"egels": 1.5}.get(name) or float(name.removeprefix("groep"))
    return date(first_day.year - 4 - int(number), 10 - sum(map(ord, name)) % 3, 14)


def make_pupils(school: School, groups: dict[str, SchoolGroup], rows: list[tuple[str, str, str, str]]) -> list[Pupil]:
    """Pupils, each enrolled in a class from the first day of the school year."""
    pupils = Pupil.objects.bulk_create(
        Pupil(
            school=school,
            first_name=first,
            last_name=last,
            sort_name=sort_key(first, last),
            born_on=born_in(group, groups[group].starts_on),
        )
        for _, first, last, group in rows
    )
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school_group=groups[row[3]], valid_from=groups[row[3]].starts_on)
        for pupil, row in zip(pupils, rows, strict=True)
    )
    return pupils


def make_groups(school: School, day: date) -> dict[str, SchoolGroup]:
    """The groups of the school year that holds this day, with their roles and rights."""
    starts_on, ends_on = school_year(day)
    return {
        key: create_group(
            school,
            kind=kind,
            name=name,
            short_name=short,
            sign=sign,
            accent=accent,
            council=COUNCILS.get(key, ""),
            position=place,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for place, (key, kind, name, short, sign, accent) in enumerate(GROUPS)
    }


@transaction.atomic
def build_cast() -> Cast:
    """The school with its people and two or more pupils in each class; the demo’s password opens every account."""
    school = School.objects.create(
        name="Het Kiezelpad",
        place="Merenveld",
        phone="0599 000 118",
        email="info@kiezelpad.example",
        region=School.Region.NORTH,
        set_up_at=clock.now(),
        second_factor_days=365,  # the demo is looked at by password alone
    )
    begin_school_time(school)
    begin_holidays(school)
    groups = make_groups(school, clock.today())
    people = make_people(PEOPLE, make_password(PASSWORD))
    pupils = dict(zip([row[0] for row in PUPILS], make_pupils(school, groups, PUPILS), strict=True))
    first_day = groups["egels"].starts_on
    head = people["marleen"]
    for name, role, container, label, days in ROLES:
        give_role(
            people[name],
            role,
            groups[container] if container else school,
            by=head,
            label=label,
            working_days=days,
            valid_from=first_day,
        )
    class_of = {row[0]: row[3] for row in PUPILS}
    for guardian, pupil, relation in GUARDIANS:
        add_guardian(
            pupils[pupil],
            people[guardian],
            groups[class_of[pupil]],
            by=head,
            relation=relation,
            has_authority=True,
            valid_from=first_day,
        )
    return Cast(school=school, **people, **groups, **pupils)


def fetch_cast() -> Cast:
    """The cast of a school that stands already, in four queries."""
    school = School.objects.get()
    people = User.objects.in_bulk([person.name for person in PEOPLE], field_name="sign_in_name")
    starts_on, _ = school_year(clock.today())
    by_name = {group.name: group for group in school.school_groups.filter(starts_on=starts_on).select_related("school")}
    groups = {key: by_name[name] for key, _kind, name, *_rest in GROUPS}
    found = {(pupil.first_name, pupil.last_name): pupil for pupil in school.pupils.all()}
    pupils = {key: found[first, last] for key, first, last, _ in PUPILS}
    return Cast(school=school, **people, **groups, **pupils)
