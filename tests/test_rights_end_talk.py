"""However a right ends, nothing of a conversation is served on the next request, and nothing told: pages, files,
lists, mails that waited, pushes (B2, B7, B8). The ways are those of tests/test_rights_end.py."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from conversations.actions import Closed, let_in_colleagues, start_conversation, take_back, write_message
from conversations.inbox import inbox_of, unread_number
from conversations.models import Message, MessageFile, Participant
from messaging.models import Post
from notifications.gathering import gather_due
from notifications.kinds import NOTICES
from notifications.models import Notice, OutboxMail, OutboxPush, Preference, PushDevice
from notifications.outbox import deliver_due
from notifications.telling import spread_due, tell_many
from tests.test_rights_end import (
    PARENT,
    SIGNED_OUT,
    STAFF,
    is_sign_in,
    link_of,
    parent,
    signed_in,
    substitute,
)

__all__ = ["parent", "substitute"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("B2", "B7", "B8")]
# Who moved to another class is a guardian still, and in the conversations about the child.
ENDS = [way for way in PARENT if way != "child moved"]


@pytest.fixture
def talk(cast: Any, parent: User) -> SimpleNamespace:
    """A conversation about Pip, with a file, in which both sides wrote."""
    more = {"by": parent, "school_group": cast.groep5, "key": uuid4()}
    made = start_conversation(link_of(parent), "Kapitein Zandloper", "Pip slaapt slecht.", **more)
    kept = {"state": "ready", "ending": ".pdf", "file": ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), "size": 14}
    file = MessageFile.objects.create(message=made.messages.get(), uploaded_by=parent, name="b.pdf", **kept)
    let_in_colleagues()
    page = f"/berichten/{made.pk}/"
    return SimpleNamespace(row=made, page=page, file=f"/berichten/bestand/{file.key}/", older=f"{page}?voor=1")


def statuses(client: Client, addresses: list[str]) -> dict[str, int]:
    return {address: client.get(address).status_code for address in addresses}


def nothing_is_left(person: User, talk: SimpleNamespace) -> None:
    """At the doors that everything else stands on."""
    assert not Participant.objects.standing(person).exists()
    assert not inbox_of(person).exists()
    assert unread_number(person) == 0
    with pytest.raises(Closed):
        write_message(talk.row, "Nog even.", by=person, key=uuid4())


@pytest.mark.parametrize("way", ENDS)
def test_when_a_parents_right_ends_no_page_file_or_list_shows_a_conversation(
    way: str, cast: Any, parent: User, talk: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    client, everything = signed_in(parent), [talk.page, talk.file, talk.older]
    assert statuses(client, everything) == dict.fromkeys(everything, 200)
    assert "Kapitein Zandloper" in client.get("/berichten/").content.decode()
    PARENT[way](cast, parent)
    if way in SIGNED_OUT:
        assert all(is_sign_in(client.get(address)) for address in (*everything, "/berichten/"))
    else:
        client = client_of(parent)
        assert statuses(client, everything) == dict.fromkeys(everything, 404)
        assert client.post(talk.page, {"text": "Nog even."}).status_code == 404
        assert "Kapitein Zandloper" not in client.get("/berichten/").content.decode()
        assert "Pip" not in client.get("/berichten/nieuw/").content.decode()
    nothing_is_left(parent, talk)
    assert Message.objects.filter(kind="words").count() == 1


@pytest.mark.parametrize("way", STAFF)
def test_when_a_teachers_role_ends_no_page_file_or_list_shows_a_conversation(
    way: str, cast: Any, parent: User, substitute: User, talk: SimpleNamespace
) -> None:
    client, everything = signed_in(substitute), [talk.page, talk.file, talk.older]
    assert statuses(client, everything) == dict.fromkeys(everything, 200)
    assert "Kapitein Zandloper" in client.get("/berichten/").content.decode()
    STAFF[way](cast, substitute)
    if way in SIGNED_OUT:
        assert all(is_sign_in(client.get(address)) for address in (*everything, "/berichten/"))
    else:
        assert statuses(client, everything) == dict.fromkeys(everything, 404)
        for act in ("notitie", "afsluiten"):
            assert client.post(f"{talk.page}{act}/", {"text": "Nog even."}).status_code == 404
        assert "Kapitein Zandloper" not in client.get("/berichten/").content.decode()
    nothing_is_left(substitute, talk)
    assert not Message.objects.filter(kind="note").exists()
    assert signed_in(parent).get(talk.page).content.decode().count(substitute.full_name) == 0


def told_of_everything(cast: Any, person: User, talk: SimpleNamespace, make_post: Callable[..., Post]) -> None:
    """A message and a post, each as a notice with a mail that is made and waits, and a push for a device."""
    for topic in ("news", "messages"):
        Preference.objects.create(person=person, topic=topic, by_mail="once")
    device = PushDevice.objects.create(person=person, endpoint="https://push.example/1", p256dh="x", auth="x")
    write_message(talk.row, "Dank je wel.", by=cast.naima, key=uuid4())
    tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
    spread_due()
    for notice in Notice.objects.filter(recipient=person):
        OutboxPush.objects.get_or_create(notice=notice, device=device)
    assert {notice.kind for notice in Notice.objects.filter(recipient=person)} == {"new_message", "new_post"}
    assert all(NOTICES[notice.kind].told_to(notice) for notice in Notice.objects.filter(recipient=person))


@pytest.mark.parametrize("is_made", [True, False], ids=["mail made", "not gathered"])
@pytest.mark.parametrize("way", PARENT)
def test_of_what_a_parent_lost_the_right_to_no_waiting_mail_and_no_push_tells(
    *, way: str, is_made: bool, cast: Any, parent: User, talk: SimpleNamespace, make_post: Any, mailoutbox: list[Any]
) -> None:
    told_of_everything(cast, parent, talk, make_post)
    if is_made:
        gather_due()
    PARENT[way](cast, parent)
    gather_due()
    deliver_due()
    mine = [mail for mail in mailoutbox if mail.to == [parent.email]]
    left = {notice.kind for notice in Notice.objects.filter(recipient=parent) if NOTICES[notice.kind].told_to(notice)}
    if way == "child moved":  # nothing of the old class, all of one's own conversation
        assert left == {"new_message"}
        assert [f"/berichten/{talk.row.pk}/" in mail.body for mail in mine] == [True]
        assert "/nieuws/" not in mine[0].body
        return
    assert (mine, left) == ([], set())
    assert not OutboxMail.objects.filter(recipient=parent, state="waiting").exists()


@pytest.mark.parametrize("way", STAFF)
def test_of_what_a_teacher_lost_the_right_to_no_waiting_mail_and_no_push_tells(
    *, way: str, cast: Any, substitute: User, talk: SimpleNamespace, make_post: Any, mailoutbox: list[Any]
) -> None:
    told_of_everything(cast, substitute, talk, make_post)
    gather_due()
    STAFF[way](cast, substitute)
    deliver_due()
    assert [mail for mail in mailoutbox if mail.to == [substitute.email]] == []
    assert [one for one in Notice.objects.filter(recipient=substitute) if NOTICES[one.kind].told_to(one)] == []


def test_the_same_mails_do_go_while_the_right_stands(
    cast: Any, parent: User, talk: SimpleNamespace, make_post: Any, mailoutbox: list[Any]
) -> None:
    told_of_everything(cast, parent, talk, make_post)
    gather_due()
    deliver_due()
    (mail,) = [mail for mail in mailoutbox if mail.to == [parent.email]]
    assert f"/berichten/{talk.row.pk}/" in mail.body
    assert "Dank je wel." not in mail.body


def test_what_was_read_or_taken_back_meanwhile_is_told_to_nobody(
    cast: Any, parent: User, talk: SimpleNamespace, make_post: Any, mailoutbox: list[Any]
) -> None:
    told_of_everything(cast, parent, talk, make_post)
    signed_in(parent).get(talk.page)
    gather_due()
    deliver_due()
    (mail,) = [mail for mail in mailoutbox if mail.to == [parent.email]]
    assert "/berichten/" not in mail.body.replace("/ik/bericht-krijgen/", "")
    assert not take_back(Message.objects.get(text="Dank je wel."), by=cast.naima)
