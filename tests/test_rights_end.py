"""However a right ends, nothing is served on the next request (B2, B3, B8): pages, photos, files, search, mails.

Every way out x everything served. What opened a second before with the same session is gone the next time.
"""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.actions import (
    add_guardian,
    appoint,
    bar_guardian,
    close_account,
    end_role,
    move_pupil,
    record_person_death,
    record_pupil_death,
    remove_guardian,
    set_authority,
)
from groups.mails import queue_answer, queue_invitation
from groups.models import Guardianship, Invitation, JoinRequest, Membership
from messaging.models import Attachment
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.factories import PupilFactory, UserFactory

pytestmark = pytest.mark.django_db
Way = Callable[[Any, User], object]
PASSWORD = "een-lang-wachtwoord"
GONE = {404}


def yesterday():
    return clock.today() - timedelta(days=1)


def link_of(person: User) -> Guardianship:
    return Guardianship.objects.get(guardian=person)


def membership_of(person: User) -> Membership:
    return Membership.objects.get(user=person, ended_at=None)


def authority_off(cast: Any, person: User, **days: Any) -> None:
    has_authority = bool(days)
    set_authority(link_of(person), relation="father", has_authority=has_authority, by=cast.marleen, **days)


def guardianship_over(cast: Any, person: User) -> None:
    Guardianship.objects.filter(guardian=person).update(valid_until=yesterday())


def membership_over(cast: Any, person: User) -> None:
    Membership.objects.filter(user=person).update(valid_until=yesterday())


PARENT: dict[str, Way] = {
    "taken out of the group": lambda cast, person: remove_guardian(membership_of(person), by=cast.naima),
    "membership over since yesterday": membership_over,
    "barred": lambda cast, person: bar_guardian(link_of(person), by=cast.marleen),
    "no authority": authority_off,
    "authority until yesterday": lambda cast, person: authority_off(cast, person, authority_until=yesterday()),
    "authority from tomorrow": lambda cast, person: authority_off(
        cast, person, authority_from=clock.today() + timedelta(days=1)
    ),
    "guardianship over since yesterday": guardianship_over,
    "account closed": lambda cast, person: close_account(person, by=cast.marleen),
    "died": lambda cast, person: record_person_death(person, by=cast.marleen),
    "child died and the parents leave": lambda cast, person: record_pupil_death(
        link_of(person).pupil, by=cast.marleen, parents_leave=True
    ),
    "child moved": lambda cast, person: move_pupil(link_of(person).pupil, cast.groep6, by=cast.marleen),
}
STAFF: dict[str, Way] = {
    "role ended": lambda cast, person: end_role(membership_of(person), by=cast.marleen),
    "period over since yesterday": membership_over,
    "account closed": PARENT["account closed"],
    "died": PARENT["died"],
}
SIGNED_OUT = {"account closed", "died"}


@pytest.fixture
def parent(cast):
    person = UserFactory(first_name="Job", last_name="de Proef")
    pupil = PupilFactory(school_group=cast.groep5, first_name="Pip", last_name="de Proef")
    row = add_guardian(pupil, person, cast.groep5, by=cast.naima, has_authority=True)
    long_ago = clock.today() - timedelta(days=30)
    Membership.objects.filter(pk=row.pk).update(valid_from=long_ago)
    Guardianship.objects.filter(pk=row.guardianship_id).update(valid_from=long_ago)
    return person


@pytest.fixture
def substitute(cast):
    person = UserFactory(first_name="Ina", last_name="Valler")
    row = appoint(person, "teacher", cast.groep5, by=cast.marleen, valid_until=clock.today() + timedelta(days=3))
    Membership.objects.filter(pk=row.pk).update(valid_from=clock.today() - timedelta(days=30))
    return person


@pytest.fixture
def served(cast, make_post):
    """Addresses of everything that groep 5 holds, and one that takes words."""
    post = make_post(cast.groep5, cast.naima, title="Kapitein Zandloper", photos=1)
    photo = post.photos.get()
    file = Attachment.objects.create(post=post, file=ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), name="b.pdf", size=14)
    cast.naima.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    return SimpleNamespace(
        post=post,
        group=reverse("messaging:group-feed", args=[cast.groep5.pk]),
        members=reverse("groups:member-list", args=[cast.groep5.pk]),
        reaction=reverse("messaging:reaction-add", args=[post.pk]),
        portrait=reverse("groups:portrait", args=[cast.naima.portrait_key]),
        of_group=[
            reverse("messaging:group-feed", args=[cast.groep5.pk]),
            reverse("messaging:post-detail", args=[post.pk]),
            reverse("messaging:photo-detail", args=[post.pk, 1]),
            reverse("messaging:post-history", args=[post.pk]),
            reverse("messaging:attachment-file", args=[file.key]),
            *(reverse("messaging:photo-file", args=[photo.key, size]) for size in ("klein", "middel", "groot")),
        ],
    )


def signed_in(person: User) -> Client:
    """A browser in which somebody signed in with a password: the session that stays open."""
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    answer = client.post("/aanmelden/", {"login": person.sign_in_name, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def names_it(client: Client, address: str) -> bool:
    return "Kapitein Zandloper" in client.get(address).content.decode()


def is_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/aanmelden/")


@pytest.mark.clause("B2", "B3", "B8")
@pytest.mark.parametrize("way", PARENT)
def test_when_a_parents_right_ends_the_open_session_gets_nothing_more(way, cast, parent, served, client_of):
    client = signed_in(parent)
    everything = [*served.of_group, served.portrait]
    assert {url: client.get(url).status_code for url in everything} == dict.fromkeys(everything, 200)
    assert names_it(client, "/")
    assert names_it(client, "/zoeken/?q=Zandloper")

    PARENT[way](cast, parent)

    moved = way == "child moved"
    if way in SIGNED_OUT:
        for url in (*everything, "/", "/groepen/", "/zoeken/?q=Zandloper"):
            assert is_sign_in(client.get(url)), url
        assert is_sign_in(client.post(served.reaction, {"text": "Nog even."}))
        assert signed_in_again(parent) is False
    else:
        gone = served.of_group if moved else everything  # who moved still belongs to the school
        if way == "barred":
            assert is_sign_in(client.get("/")), "who has nothing else left is signed out"
            client = client_of(parent)
        assert {url: client.get(url).status_code for url in gone} == dict.fromkeys(gone, 404)
        assert client.post(served.reaction, {"text": "Nog even."}).status_code == 404
        assert not names_it(client, "/")
        assert not names_it(client, "/zoeken/?q=Zandloper")
        assert served.group not in client.get("/groepen/").content.decode()
    assert not served.post.reactions.exists()


def signed_in_again(person: User) -> bool:
    answer = Client().post("/aanmelden/", {"login": person.sign_in_name, "password": PASSWORD})
    return bool(answer.status_code == 302)


@pytest.mark.clause("B3", "B8")
@pytest.mark.parametrize("way", STAFF)
def test_when_a_teachers_role_ends_the_open_session_gets_nothing_more(way, cast, substitute, served):
    client = signed_in(substitute)
    write = reverse("messaging:post-create", args=[cast.groep5.pk])
    everything = [*served.of_group, served.portrait, served.members, write]
    assert {url: client.get(url).status_code for url in everything} == dict.fromkeys(everything, 200)

    STAFF[way](cast, substitute)

    if way in SIGNED_OUT:
        assert all(is_sign_in(client.get(url)) for url in everything)
    else:
        assert {url: client.get(url).status_code for url in everything} == dict.fromkeys(everything, 404)
        assert not names_it(client, "/")
        assert not names_it(client, "/zoeken/?q=Zandloper")
    assert substitute.full_name not in client_text(cast.naima, served.members)


def client_text(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


@pytest.mark.clause("B3")
@pytest.mark.parametrize("way", PARENT)
def test_staff_see_on_the_members_page_that_the_right_is_gone(way, cast, parent, served):
    assert "Job de Proef" in client_text(cast.naima, served.members)
    PARENT[way](cast, parent)
    page = client_text(cast.naima, served.members)
    still_linked = {
        "barred", "no authority", "authority until yesterday", "authority from tomorrow",
        "guardianship over since yesterday",
    }  # fmt: skip
    assert ("Job de Proef" in page) == (way in still_linked)
    assert ("iet niets" in page) == (way in still_linked)
    if "died" in way and way != "died":
        assert "Pip" not in page


@pytest.mark.clause("B2", "B8")
@pytest.mark.parametrize("way", [way for way in PARENT if way != "child moved"])
def test_mails_that_waited_are_not_sent(way, cast, parent, mailoutbox):
    parent.set_unusable_password()
    parent.save()
    invitation = Invitation.objects.create(
        user=parent, kind="mail", secret_hash="x", expires_at=clock.now() + timedelta(days=7)
    )
    asked = JoinRequest.objects.create(
        school_group=cast.groep5, asker=parent, child_name="Pip de Proef", relation="father",
        state="admitted", pupil=link_of(parent).pupil, decided_at=clock.now(), decided_by=cast.naima,
    )  # fmt: skip
    queue_invitation(invitation, "geheim", cast.school)
    queue_answer(parent, cast.school, about=asked.pk)
    assert OutboxMail.objects.due().count() == 2
    PARENT[way](cast, parent)
    assert deliver_due() == 0
    assert mailoutbox == []
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.clause("B3")
def test_the_same_mails_do_go_while_the_right_stands(cast, parent, mailoutbox):
    asked = JoinRequest.objects.create(
        school_group=cast.groep5, asker=parent, child_name="Pip de Proef", relation="father",
        state="admitted", pupil=link_of(parent).pupil, decided_at=clock.now(), decided_by=cast.naima,
    )  # fmt: skip
    queue_answer(parent, cast.school, about=asked.pk)
    assert deliver_due() == 1


@pytest.mark.clause("B2")
def test_a_no_is_told_but_never_to_who_is_barred(cast, parent, mailoutbox):
    bar_guardian(link_of(parent), by=cast.marleen)
    for asker in (parent, cast.liwen):
        asked = JoinRequest.objects.create(
            school_group=cast.egels, asker=asker, child_name="Wie dan ook", relation="father",
            state="refused", reason="link", decided_at=clock.now(), decided_by=cast.thijs,
        )  # fmt: skip
        queue_answer(asker, cast.school, about=asked.pk)
    assert deliver_due() == 1
    assert [mail.to for mail in mailoutbox] == [[cast.liwen.email]]


@pytest.mark.clause("B2")
def test_a_bar_ends_the_sessions_of_who_has_nothing_else_and_of_nobody_else(cast, parent, served):
    client = signed_in(parent)
    bar_guardian(link_of(parent), by=cast.marleen)
    assert is_sign_in(client.get("/"))
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    samira = signed_in(cast.samira)  # mother in groep 5 and in Egels
    bar_guardian(Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara), by=cast.marleen)
    assert samira.get(served.group).status_code == 404
    assert samira.get(reverse("messaging:group-feed", args=[cast.egels.pk])).status_code == 200


@pytest.mark.clause("B2")
def test_a_right_that_ends_in_the_middle_of_writing_keeps_the_words_out(cast, parent, served):
    client = signed_in(parent)
    assert client.post(served.reaction, {"text": "Mooi."}).status_code == 302
    authority_off(cast, parent)
    assert client.post(served.reaction, {"text": "Nog iets."}).status_code == 404
    mine = served.post.reactions.get()
    assert client.post(reverse("messaging:reaction-edit", args=[mine.pk]), {"text": "Anders."}).status_code == 404
    assert client.post(reverse("messaging:reaction-withdraw", args=[mine.pk])).status_code == 404
    mine.refresh_from_db()
    assert (mine.text, mine.withdrawn_at) == ("Mooi.", None)
