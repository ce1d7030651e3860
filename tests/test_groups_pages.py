"""Own groups, the agreements (F2), the privacy statement (D4) and portraits (D13)."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from groups.actions import create_group, give_role
from groups.models import Guardianship, Membership, Role
from groups.permissions import get_portrait_or_404
from groups.school_year import school_year
from protocol import clock
from protocol.clauses import CLAUSES
from protocol.open import OPEN
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])
    return " ".join(page.split())


# --- own groups


def test_a_parent_sees_own_groups_with_child_and_teachers(cast, client_of):
    page = text_of(client_of(cast.samira).get(reverse("groups:group-list")))
    assert "Groep 5 Van Yara juf Naima, meester Joris" in page
    assert "Groep 1/2 Egels Van Ilias meester Thijs" in page
    assert "Hele school" in page
    assert "Groep 8" not in page
    assert "Je leest dit schooljaar mee met 5 groepen." in page


def test_a_teacher_sees_the_own_class_and_what_all_share(cast, client_of):
    response = client_of(cast.naima).get(reverse("groups:group-list"))
    names = re.findall(r"<b>([^<]+)</b>", response.content.decode().partition("<main")[2])
    assert names == ["Hele school", "Groep 5", "Medezeggenschapsraad", "Ouderraad", "Team"]


@pytest.mark.clause("B3")
def test_who_waits_sees_what_to_do(cast, client_of):
    page = text_of(client_of(cast.liwen).get(reverse("groups:group-list")))
    assert "Nog geen groepen" in page
    assert "Vraag dan of je erbij mag." in page


def test_groups_of_earlier_years_stand_below_while_they_may_be_read(cast, client_of):
    starts_on, ends_on = school_year(clock.today() - timedelta(days=365))
    old = create_group(cast.school, kind="class", name="Groep 4", sign="4", starts_on=starts_on, ends_on=ends_on)
    give_role(cast.naima, Role.Name.TEACHER, old, by=None, valid_from=starts_on)
    page = text_of(client_of(cast.naima).get(reverse("groups:group-list")))
    now, _, then = page.partition("Eerdere schooljaren")
    assert "Groep 5" in now
    assert f"Groep 4 {starts_on.year}-{ends_on.year}" in then
    Membership.objects.filter(role__school_group=old).update(valid_until=clock.today() - timedelta(days=1))
    assert "Eerdere schooljaren" not in text_of(client_of(cast.naima).get(reverse("groups:group-list")))


def test_own_groups_cost_the_same_queries_for_few_and_many(cast, client_of, django_assert_num_queries):
    teacher, head = client_of(cast.naima), client_of(cast.marleen)
    for client in (teacher, head):
        client.get(reverse("groups:group-list"))
        with django_assert_num_queries(6):  # session, user, standing, children, teachers, who asks to join
            client.get(reverse("groups:group-list"))


# --- agreements and privacy


@pytest.mark.clause("A2", "F2")
def test_everybody_reads_all_agreements_without_signing_in(cast):
    page = Client().get(reverse("groups:agreements")).content.decode()
    for clause_id, entry in CLAUSES.items():
        assert f'id="{clause_id}"' in page
        assert entry.text in page
        assert entry.kept in page
        assert entry.later in page


def test_the_page_promises_nothing_the_portal_does_not_do(cast):
    """A clause that is wholly open has no lock, no question mark and no eye: the school keeps it itself, it says."""
    page = Client().get(reverse("groups:agreements")).content.decode()
    entries = dict(re.findall(r'<div class="clause" id="(\w+)">(.*?)</div>', page, re.DOTALL))
    for clause_id, html in entries.items():
        is_open = clause_id in OPEN and OPEN[clause_id].wholly
        assert ("Voorlopig let de school hier zelf op." in html) is is_open
        assert bool(re.search(r"#i-(lock|circle-help|eye)\b", html)) is not is_open


@pytest.mark.clause("E7")
def test_the_agreements_say_there_are_no_friends_here(cast):
    assert "Geen vrienden, geen likes" in text_of(Client().get(reverse("groups:agreements")))


@pytest.mark.clause("D4")
def test_the_privacy_statement_is_public_and_linked_from_every_page(cast, client_of):
    page = text_of(Client().get(reverse("groups:privacy")))
    assert "De privacyverklaring van Het Kiezelpad. Versie 1" in page
    assert cast.school.email in page
    link = f'href="{reverse("groups:privacy")}"'
    for url in (reverse("groups:agreements"), reverse("account_login")):
        assert link in Client().get(url).content.decode()
    for url in ("/", reverse("groups:group-list")):
        assert link in client_of(cast.samira).get(url).content.decode()


def test_public_pages_tell_nothing_of_anybody(cast):
    for name in ("groups:agreements", "groups:privacy"):
        page = Client().get(reverse(name)).content.decode()
        for private in ("Naima", "Samira", "Yara", "Groep 5"):
            assert private not in page


@pytest.mark.parametrize("name", ["groups:agreements", "groups:privacy", "groups:group-list"])
def test_looking_is_all_these_pages_do(cast, client_of, name):
    assert client_of(cast.samira).post(reverse(name)).status_code == 405


# --- portraits


@pytest.fixture
def face(cast):
    cast.naima.portrait.save("p.webp", ContentFile(b"RIFF0000WEBPVP8 "))
    return reverse("groups:portrait", args=[cast.naima.portrait_key])


@pytest.mark.clause("B8", "D13")
def test_people_of_the_school_see_a_portrait_and_nobody_else(cast, face, client_of):
    response = client_of(cast.kwame).get(face)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"RIFF")
    assert client_of(cast.liwen).get(face).status_code == 404
    assert client_of(UserFactory()).get(face).status_code == 404
    assert Client().get(face).status_code == 302


@pytest.mark.clause("B2", "B8")
def test_a_portrait_closes_with_the_last_right(cast, face, client_of):
    client = client_of(cast.kwame)
    assert client.get(face).status_code == 200
    Guardianship.objects.filter(guardian=cast.kwame).update(has_authority=False)
    assert client.get(face).status_code == 404


def test_without_a_portrait_there_is_nothing_to_fetch(cast, client_of):
    address = reverse("groups:portrait", args=[cast.joris.portrait_key])
    assert client_of(cast.naima).get(address).status_code == 404


def test_a_portrait_is_found_in_one_query(cast, face, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert get_portrait_or_404(cast.kwame, cast.naima.portrait_key) == cast.naima
