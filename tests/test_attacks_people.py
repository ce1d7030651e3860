"""A second too late, a day that never was, a code that is guessed: what the people pages answer then (B2, B3, B8)."""

import re
import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.address.actions import ChangeGoneError, ask_address_change, confirm_address_change
from accounts.models import AuditEntry, User
from groups.actions import (
    NoSuccessorError,
    appoint,
    ask_to_join,
    bar_guardian,
    close_account,
    end_role,
    move_pupil,
    remove_guardian,
)
from groups.models import JoinRequest, Membership, Pupil, School
from notifications.models import OutboxMail
from protocol import clock
from tests.factories import make_parent

# --- a moment too late


@pytest.mark.clause("B2", "B3")
@pytest.mark.django_db(transaction=True)
def test_who_is_barred_while_a_teacher_lets_in_stays_out_and_the_teacher_is_told(cast, client_of, race):
    person = make_parent(cast.groep5, first_name="Zed", last_name="Zet")
    link, place = person.guardianships.get(), person.memberships.get()
    remove_guardian(place, by=cast.naima)
    asked = ask_to_join(cast.groep5, by=person, child_name=str(link.pupil), relation="mother")
    naima, is_held = client_of(cast.naima), threading.Event()

    def one(number):
        if number:
            is_held.wait(20)
            return naima.post(f"/groepen/{cast.groep5.pk}/leden/verzoeken/{asked.pk}/toelaten/").status_code
        with transaction.atomic():
            Pupil.objects.select_for_update().get(pk=link.pupil_id)
            is_held.set()
            time.sleep(0.5)  # the other is let in as far as the pupil's row by now
            return bar_guardian(link, by=cast.marleen)

    assert race(one, 2) == [True, 302]
    asked.refresh_from_db()
    assert asked.state == JoinRequest.State.WAITING
    assert not Membership.objects.in_force(person).exists()


@pytest.mark.clause("B3")
@pytest.mark.django_db(transaction=True)
def test_a_child_that_moves_while_a_teacher_adds_a_parent_is_told_beside_the_child(cast, client_of, race):
    naima, is_held = client_of(cast.naima), threading.Event()
    said = {"pupil": cast.yara.pk, "relation": "mother", "address": "nieuw@kiezelpad.example", "has_authority": "yes"}

    def one(number):
        if number:
            is_held.wait(20)
            said.update({"first_name": "Nieuwe", "last_name": "Ouder"})
            return naima.post(f"/groepen/{cast.groep5.pk}/leden/toevoegen/", said).status_code
        with transaction.atomic():
            School.objects.select_for_update().get(pk=cast.school.pk)
            is_held.set()
            time.sleep(0.5)  # the other has chosen the child by now, and waits for the school's row
            return move_pupil(cast.yara, cast.groep6, by=cast.marleen).school_group

    assert race(one, 2) == [cast.groep6, 422]
    assert not User.objects.filter(email="nieuw@kiezelpad.example").exists()


@pytest.mark.django_db
@pytest.mark.clause("B2", "B3")
def test_the_mailbox_of_who_is_barred_is_not_let_in_under_another_name(cast, client_of):
    bar_guardian(cast.tom.guardianships.get(pupil=cast.yara), by=cast.marleen)
    said = {"pupil": cast.yara.pk, "relation": "guardian", "address": cast.tom.email, "has_authority": "yes"}
    said |= {"first_name": "Nieuwe", "last_name": "Partner", "same_person": "no"}
    page = client_of(cast.naima).post(f"/groepen/{cast.groep5.pk}/leden/toevoegen/", said)
    assert page.status_code == 422
    assert not User.objects.filter(last_name="Partner").exists()


@pytest.mark.django_db
@pytest.mark.clause("B8")
def test_codes_filled_in_after_the_account_was_closed_change_no_address(cast):
    before = cast.tom.email
    ask_address_change(cast.tom, "ander@kiezelpad.example", by=cast.tom)
    codes = [re.search(r"\d{3} ?\d{3}", mail.text)[0] for mail in OutboxMail.objects.order_by("pk")]
    close_account(cast.tom, by=cast.marleen)
    with pytest.raises(ChangeGoneError):
        confirm_address_change(cast.tom, *codes, by=cast.tom)
    cast.tom.refresh_from_db()
    assert cast.tom.email == before


# --- days and signs nobody has


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days", [{"tot": "9999-12-31"}, {"van": "0001-01-01"}, {"van": "9999-12-31", "tot": "0001-01-01"}]
)
def test_the_log_knows_no_day_that_breaks_it(cast, client_of, days):
    marleen = client_of(cast.marleen)
    assert marleen.get("/beheer/logboek/", days).status_code == 200
    assert marleen.post("/beheer/logboek/kopie/", days).status_code == 200


@pytest.mark.django_db
def test_a_sign_that_cannot_be_seen_finds_who_is_called_so(cast, client_of):
    page = client_of(cast.marleen).get("/beheer/mensen/", {"q": "\0Tom\0"})
    assert page.status_code == 200
    assert cast.tom.full_name in page.content.decode()


# --- a wrong code stands in the log, whatever it opens


def denied_now(client, path, **fields):
    """The events that this guess added to the log as denied, with whose they are."""
    before = AuditEntry.objects.count()
    client.post(path, fields)
    rows = AuditEntry.objects.order_by("pk")[before:]
    return [(row.event, row.actor) for row in rows if row.outcome == AuditEntry.Outcome.DENIED]


@pytest.mark.django_db
@pytest.mark.clause("B8")
def test_every_wrong_secret_stands_in_the_log(cast, client_of, client):
    tom = client_of(cast.tom)
    assert denied_now(client, "/uitnodiging/", code="AAAABBBBCCCC") == [("sign_in_denied", None)]
    assert denied_now(client, "/aanmelden/sleutel/", credential='{"id": "x"}') == [("sign_in_denied", None)]
    client.post("/aanmelden/code/", {"login": cast.tom.sign_in_name})
    assert denied_now(client, "/aanmelden/code/invullen/", code="nee") == [("sign_in_denied", cast.tom)]
    words = {"oldpassword": "nee", "password1": "lange zin met fietsen", "password2": "lange zin met fietsen"}
    assert denied_now(tom, "/wachtwoord/wijzigen/", **words) == [("password_changed", cast.tom)]
    tom.post("/ik/adres/", {"address": "ander@kiezelpad.example"})
    codes = {"new_code": "nee", "old_code": "nee"}
    assert denied_now(tom, "/ik/adres/codes/", **codes) == [("address_changed", cast.tom)]


@pytest.mark.django_db
@pytest.mark.clause("B3")
def test_a_deputy_until_friday_is_no_successor_of_the_last_head_or_teacher(cast):
    soon = clock.today() + timedelta(days=2)
    appoint(cast.joris, "head", cast.school, by=cast.marleen, valid_until=soon)
    head = Membership.objects.in_force(cast.marleen).get(role__name="head")
    with pytest.raises(NoSuccessorError):
        end_role(head, by=cast.marleen)
    appoint(cast.dennis, "head", cast.school, by=cast.marleen)
    assert end_role(head, by=cast.marleen)


@pytest.mark.django_db
@pytest.mark.clause("B3")
def test_who_would_have_left_sooner_is_succeeded_by_who_stays_as_long(cast):
    soon = clock.today() + timedelta(days=2)
    Membership.objects.filter(role__name="head").update(valid_until=soon)
    appoint(cast.joris, "head", cast.school, by=cast.marleen, valid_until=soon)
    assert end_role(Membership.objects.in_force(cast.marleen).get(role__name="head"), by=cast.joris)
