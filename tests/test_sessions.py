"""How long one stays signed in: staff 30 minutes without doing anything and 12 hours, parents 14 and 90 days."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import sessions
from accounts.models import AuditEntry
from groups.actions import give_role
from groups.models import Membership
from messaging.models import Post
from portal.demo.people import PASSWORD
from protocol import clock

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAFF = ["naima", "fleur", "marleen", "dennis", "wilma", "henk", "thijs"]  # thijs is a parent too
PARENTS = ["samira", "kwame", "chantal"]


@pytest.fixture
def travel():
    """``travel(later)``: so much later from now on."""
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        yield lambda later: traveller.move_to(start + later)


def is_in(client, path="/ik/"):
    return client.get(path).status_code == 200


def signed_in(name):
    client = Client()
    assert client.post("/aanmelden/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("name", STAFF)
def test_staff_who_do_nothing_for_half_an_hour_are_out(cast, travel, name):
    client = signed_in(name)
    travel(29 * MINUTE)
    assert is_in(client)
    travel(58 * MINUTE)
    assert is_in(client)
    travel(58 * MINUTE + 30 * MINUTE + timedelta(seconds=1))
    assert client.get("/ik/")["Location"] == "/aanmelden/?next=/ik/"
    assert "Je was een tijd weg, daarom ben je afgemeld." in client.get("/aanmelden/").content.decode()
    travel(58 * MINUTE)  # and the session is gone for good
    assert not is_in(client)


def test_staff_are_out_after_twelve_hours_whatever_they_do(cast, travel):
    client = signed_in("naima")
    for turn in range(1, 36):
        travel(turn * 20 * MINUTE)
        assert is_in(client), turn
    travel(12 * HOUR + timedelta(seconds=1))
    assert not is_in(client)


@pytest.mark.parametrize("name", PARENTS)
def test_parents_stay_for_fourteen_days_without_doing_anything(cast, travel, name):
    client = signed_in(name)
    travel(13 * DAY + 23 * HOUR)
    assert is_in(client)
    travel(27 * DAY + 22 * HOUR)
    assert is_in(client)
    travel(27 * DAY + 22 * HOUR + 14 * DAY + timedelta(seconds=1))
    assert not is_in(client)


def test_parents_are_out_after_ninety_days_whatever_they_do(cast, travel):
    client = signed_in("samira")
    for turn in range(1, 9):
        travel(turn * 11 * DAY)
        assert is_in(client), turn
    travel(90 * DAY + timedelta(seconds=1))
    assert not is_in(client)


def test_signing_in_again_begins_anew(cast, travel):
    client = signed_in("naima")
    travel(11 * HOUR)
    assert not is_in(client)
    client.post("/aanmelden/", {"login": "naima", "password": PASSWORD})
    travel(11 * HOUR + 29 * MINUTE)
    assert is_in(client)
    travel(12 * HOUR + 10 * MINUTE)
    assert not is_in(client)  # half an hour without anything


def test_typing_in_the_composer_counts_as_doing_something(cast, travel):
    client = signed_in("naima")
    fields = {"key": "6a1b1f4e-3f7f-4a43-8d4e-2f6c3c9f8a11", "kind": "day", "title": "Titel", "text": ""}
    for turn in range(1, 4):
        travel(turn * 25 * MINUTE)
        assert client.post(f"/groepen/{cast.groep5.pk}/concept/", fields).status_code == 200
    assert Post.objects.filter(author=cast.naima, title="Titel").exists()
    assert is_in(client)


@pytest.mark.parametrize(("name", "every"), [("naima", MINUTE), ("samira", HOUR)])
def test_what_one_does_is_noted_at_most_so_often(cast, client_of, travel, name, every):
    client = client_of(getattr(cast, name))
    client.get("/afspraken/")

    def writes(later):
        travel(later)
        with CaptureQueriesContext(connection) as asked:
            client.get("/afspraken/")
        return sum("UPDATE" in query["sql"] and "django_session" in query["sql"] for query in asked)

    assert writes(every / 2) == 0
    assert writes(every + timedelta(seconds=1)) == 1
    assert writes(every * 1.5) == 0


def test_what_is_asked_is_looked_up_again_of_parents_after_an_hour_of_staff_after_five_minutes(cast, client_of, travel):
    client = client_of(cast.samira)
    client.get("/ik/")
    give_role(cast.samira, "staff", cast.school, by=cast.marleen)
    travel(59 * MINUTE)
    client.get("/ik/")
    assert not client.session[sessions.KEY]["is_staff"]
    travel(61 * MINUTE)
    client.get("/ik/")
    assert client.session[sessions.KEY]["is_staff"]
    Membership.objects.filter(user=cast.samira, role__name="staff").update(
        ended_at=clock.now(), valid_until=clock.today()
    )
    travel(65 * MINUTE)
    client.get("/ik/")
    assert client.session[sessions.KEY]["is_staff"]
    travel(67 * MINUTE)
    client.get("/ik/")
    assert not client.session[sessions.KEY]["is_staff"]


def test_a_session_from_before_these_limits_begins_on_its_first_request(cast, travel):
    client = Client()
    client.force_login(cast.naima)
    assert is_in(client)
    travel(31 * MINUTE)
    assert not is_in(client)


def test_signing_in_and_out_and_failing_are_written_down_without_what_was_typed(cast):
    client = Client()
    client.post("/aanmelden/", {"login": "naima", "password": "een heel ander wachtwoord"})
    client.post("/aanmelden/", {"login": "iemand@elders.example", "password": "een heel ander wachtwoord"})
    client.post("/aanmelden/", {"login": "naima", "password": PASSWORD})
    client.post("/afmelden/")
    events = AuditEntry.objects.filter(event__startswith="sign")
    rows = list(events.order_by("pk").values_list("event", "actor__sign_in_name", "outcome"))
    assert rows == [
        ("sign_in_denied", "naima", "denied"),
        ("sign_in_denied", None, "denied"),
        ("sign_in", "naima", "done"),
        ("sign_out", "naima", "done"),
    ]
    assert "elders" not in str(list(AuditEntry.objects.values()))


def test_a_password_and_ended_sessions_are_written_down(cast, client_of):
    elsewhere = signed_in("samira")
    client = signed_in("samira")
    new = "drie regenlaarzen dansen"
    client.post("/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    events = list(AuditEntry.objects.filter(actor=cast.samira).values_list("event", flat=True))
    assert {"password_changed", "sessions_ended"} <= set(events)
    assert not is_in(elsewhere)
    assert is_in(client)
