"""A school from nothing, by one command: no superuser, no default password, one link for the first head (A2)."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client

from accounts.models import AuditEntry, User
from groups.models import (
    Enrolment,
    Guardianship,
    Invitation,
    Membership,
    Pupil,
    School,
    SchoolGroup,
    SchoolGroupObjectPermission,
)
from groups.roles import DECIDE, PEOPLE, POST, READ
from portal.management.commands import create_school as command
from tests.held import perm_map

pytestmark = pytest.mark.django_db
WORDS = {
    "place": "Merenveld",
    "head_first_name": "Marleen",
    "head_last_name": "Hoekstra",
    "head_email": "marleen@elders.example",
}
NEW = "drie blauwe fietsen"


@pytest.fixture
def nothing():
    """A portal in which nothing stands yet: the cast is taken away within the test's own transaction."""
    for model in (Membership, SchoolGroupObjectPermission, Enrolment, Guardianship, Pupil, SchoolGroup, School):
        model.objects.all().delete()
    User.objects.exclude(pk__in=AuditEntry.objects.values("actor")).delete()
    User.objects.update(email="", is_active=False)


def make(capsys, *args, **options):
    call_command("create_school", *args, **options)
    return capsys.readouterr().out


def link_in(out):
    return re.search(r"https?://[^/]+(/uitnodiging/\S+)", out)[1]


@pytest.mark.clause("A2", "B8")
def test_a_school_from_nothing_has_a_head_without_password_and_a_link_that_works_once(nothing, capsys):
    out = make(capsys, "De Nieuwe  Kring", **WORDS)
    school = School.objects.get()
    assert (school.name, school.place, school.set_up_at) == ("De Nieuwe Kring", "Merenveld", None)
    head = User.objects.get(email="marleen@elders.example")
    assert not head.has_usable_password()
    assert "marleen.hoekstra" in out
    assert School.objects.with_perm(head, PEOPLE).get() == School.objects.with_perm(head, DECIDE).get() == school
    groups = list(SchoolGroup.objects.order_by("position"))
    assert [(group.kind, group.name, group.is_current) for group in groups] == [
        ("school", "Hele school", True),
        ("council", "Medezeggenschapsraad", True),
        ("council", "Ouderraad", True),
        ("staff", "Team", True),
    ]
    assert all(READ in perm_map(head)[group.pk] for group in groups)
    assert all(POST in perm_map(head)[group.pk] for group in groups if group.kind != "council")

    assert Invitation.objects.get().kind == "link"
    assert link_in(out).split("/")[2] not in Invitation.objects.get().secret_hash
    browser = Client()
    browser.post(link_in(out), {"password1": NEW, "password2": NEW})
    assert browser.get("/").status_code == 200
    assert Client().get(link_in(out)).status_code == 404
    events = AuditEntry.objects.filter(event__in=["school_created", "role_given", "invited"]).order_by("-pk")[:3]
    assert {entry.event for entry in events} == {"school_created", "role_given", "invited"}


def test_a_second_school_is_refused_and_nothing_is_made(cast):
    people = User.objects.count()
    with pytest.raises(CommandError, match="There is a school already"):
        call_command("create_school", "Nog een", **WORDS)
    assert (School.objects.count(), User.objects.count()) == (1, people)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Name of the school is missing: give NAME."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"place": " "}, "give --place"),
        ({"head_first_name": ""}, "give --head-first-name"),
        ({"head_last_name": "y" * 121}, "at most 120"),
        ({"head_email": "marleen@"}, "marleen@ is no e-mail address"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(nothing, change, sentence):
    given = {"name": "De Nieuwe Kring"} | WORDS | change
    with pytest.raises(CommandError, match=sentence), transaction.atomic():
        call_command("create_school", given.pop("name"), **given)
    assert not School.objects.exists()


def test_at_a_terminal_it_asks_what_is_missing(nothing, capsys, monkeypatch):
    answers = {"Name of the school: ": "De Kring", "E-mail address of the head: ": "m@elders.example"}
    monkeypatch.setattr(command.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answers.__getitem__)
    make(capsys, **{key: value for key, value in WORDS.items() if key != "head_email"})
    assert School.objects.get().name == "De Kring"
    assert User.objects.filter(email="m@elders.example").exists()


@pytest.mark.clause("B3")
def test_a_lost_link_is_replaced_until_the_head_is_in(nothing, capsys):
    first = link_in(make(capsys, "De Nieuwe Kring", **WORDS))
    second = link_in(make(capsys, new_link=True))
    assert Client().get(first).status_code == 404
    Client().post(second, {"password1": NEW, "password2": NEW})
    with pytest.raises(CommandError, match="no head without a password"):
        call_command("create_school", new_link=True)


@pytest.mark.clause("D10")
def test_a_new_school_that_names_its_region_begins_with_the_holidays_and_one_that_does_not_gets_them_later(
    nothing, capsys
):
    make(capsys, "De Boom", **WORDS, region="midden")
    summers = School.objects.get().days_off.filter(name="Zomervakantie").values_list("first_on", flat=True)
    assert "2027-07-17" in [day.isoformat() for day in summers]


def test_a_new_school_without_a_region_has_no_days_off_yet(nothing, capsys):
    make(capsys, "De Boom", **WORDS)
    assert not School.objects.get().days_off.exists()
