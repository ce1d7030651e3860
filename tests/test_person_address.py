"""The head changes the e-mail address of somebody who cannot: who lost the mailbox, or came in without one (B3, B8)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from groups.models import Invitation
from notifications.models import OutboxMail
from portal.demo.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B3", "B8")]
NEW = "tom.nieuw@elders.example"


def address_of(person) -> str:
    return User.objects.get(pk=person.pk).email


def change(client, person, **fields):
    return client.post(reverse("groups:person-address", args=[person.pk]), {"address": NEW, "sure": "1"} | fields)


def test_the_head_changes_it_and_it_is_told_at_the_old_address_and_ends_every_session(cast, client_of):
    old, his = cast.tom.email, Client()
    his.post(reverse("account_login"), {"login": old, "password": PASSWORD})
    assert his.get("/").status_code == 200
    assert change(client_of(cast.marleen), cast.tom).status_code == 302
    assert address_of(cast.tom) == NEW
    assert OutboxMail.objects.filter(kind="address_changed", address=old).exists()
    assert his.get("/").status_code == 302, "signed out"
    assert not Invitation.objects.filter(user=cast.tom).exists(), "who is in needs none"
    entry = AuditEntry.objects.get(event="address_changed")
    assert (entry.actor, entry.object_id) == (cast.marleen, str(cast.tom.pk))


def test_who_came_in_from_a_file_without_an_address_is_invited_there(cast, client_of):
    User.objects.filter(pk=cast.karim.pk).update(email="")
    cast.karim.set_unusable_password()
    cast.karim.email = ""
    cast.karim.save()
    page = client_of(cast.marleen).get(reverse("groups:person-detail", args=[cast.karim.pk])).content.decode()
    assert reverse("groups:person-address", args=[cast.karim.pk]) in page
    change(client_of(cast.marleen), cast.karim)
    assert Invitation.objects.open().get(user=cast.karim).kind == "mail"
    assert OutboxMail.objects.filter(kind="invitation", address=NEW).count() == 1
    change(client_of(cast.marleen), cast.karim, address="karim2@elders.example")
    assert Invitation.objects.open().filter(user=cast.karim).count() == 1, "the first link went to a wrong mailbox"


@pytest.mark.parametrize(("name", "status"), [("dennis", 404), ("naima", 404), ("samira", 404)])
def test_nobody_but_the_head_may(cast, client_of, name, status):
    assert change(client_of(getattr(cast, name)), cast.tom).status_code == status
    assert address_of(cast.tom) != NEW


@pytest.mark.parametrize("fields", [{"sure": ""}, {"address": "geen adres"}, {"address": ""}])
def test_without_a_tick_or_an_address_nothing_changes_and_what_was_typed_stays(cast, client_of, fields):
    answer = change(client_of(cast.marleen), cast.tom, **fields)
    assert answer.status_code == 422
    assert address_of(cast.tom) == cast.tom.email
    assert fields.get("address", NEW) in answer.content.decode()


def test_what_is_wrong_is_said_of_the_other_person_and_not_of_the_head(cast, client_of):
    head = client_of(cast.marleen)
    assert "Dit is het adres al." in change(head, cast.tom, address=cast.tom.email).content.decode()
    assert "Vul het e-mailadres in." in change(head, cast.tom, address="").content.decode()


def test_it_asks_who_it_is_first_and_leads_to_ones_own_page_for_oneself(cast, client_of):
    assert "opnieuw" in change(client_of(cast.marleen, is_fresh=False), cast.tom)["Location"]
    assert address_of(cast.tom) == cast.tom.email
    assert change(client_of(cast.marleen), cast.marleen)["Location"] == reverse("account_change_address")
