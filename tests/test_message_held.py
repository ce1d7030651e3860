"""What offends in a conversation is held before anybody reads it: a head who is not in it decides (E4)."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from accounts.models import AuditEntry, ReadEntry
from conversations.actions import (
    check_files,
    release_message,
    return_message,
    start_conversation,
    take_back,
    write_message,
)
from conversations.held_mails import who_decide
from conversations.inbox import inbox_of
from conversations.models import Conversation, Message, MessageFile, Participant
from groups.models import Guardianship, Membership, PostingPolicy, Restriction
from messaging.offending import Offends
from moderation.queue import waiting_for
from notifications.models import OutboxMail
from protocol import clock
from tests.papers import pdf
from tests.test_conversations import TUESDAY_AFTERNOON, TUESDAY_EVENING, link_of, read_by, real_hours, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("E4")]
__all__ = ["real_hours"]
BAD = "Wat een klootzak, die trainer."


@pytest.fixture(autouse=True)
def afternoon() -> Any:
    with time_machine.travel(TUESDAY_AFTERNOON):
        yield


@pytest.fixture
def conversation(cast: Any) -> Conversation:
    return start(cast)


@pytest.fixture
def held(cast: Any, conversation: Conversation) -> Message:
    return write_message(conversation, BAD, by=cast.samira, key=uuid4(), asks=True)


def door(message: Message, more: str = "") -> str:
    return f"/berichten/wacht/{message.key}/{more}"


def send(client: Client, conversation: Conversation, **fields: Any) -> Any:
    return client.post(f"/berichten/{conversation.pk}/", {"text": BAD, **fields})


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=kind).values_list("recipient__first_name", flat=True))


def test_the_writer_hears_which_words_and_may_change_them_or_ask(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    samira = client_of(cast.samira)
    answer = send(samira, conversation)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "klootzak" in html
    assert 'name="ask"' in html
    assert not Message.objects.filter(text=BAD).exists()
    assert send(samira, conversation, ask="1").status_code == 302
    assert Message.objects.get(text=BAD).held_at is not None


def test_words_that_do_not_offend_are_not_held_whoever_asks(cast: Any, conversation: Conversation) -> None:
    message = write_message(conversation, "Dank je wel.", by=cast.samira, key=uuid4(), asks=True)
    assert message.held_at is None
    assert "Dank je wel." in read_by(conversation, cast.naima)


def test_nobody_reads_it_and_nobody_is_told_but_who_decides(
    cast: Any, client_of: Any, conversation: Conversation, held: Message
) -> None:
    assert BAD in read_by(conversation, cast.samira)
    for reader in (cast.naima, cast.joris):
        assert BAD not in read_by(conversation, reader)
        assert client_of(reader).get(door(held)).status_code == 404
    assert mails("message_held") == ["Marleen"]
    assert BAD not in "".join(OutboxMail.objects.values_list("text", flat=True))
    from notifications.models import Spread

    assert not Spread.objects.filter(about=str(held.pk)).exists()


def test_the_head_reads_that_one_message_and_that_they_looked_is_written_down(
    cast: Any, client_of: Any, conversation: Conversation, held: Message
) -> None:
    head = client_of(cast.marleen)
    assert waiting_for(cast.marleen) == 1
    queue = head.get("/meldingen/").content.decode()
    assert door(held) in queue
    assert BAD not in queue
    shown = head.get(door(held)).content.decode()
    assert BAD in shown
    assert "Ze vindt delen lastig." not in shown
    assert "Yara" not in shown
    looked = AuditEntry.objects.get(event="held_message_read")
    assert (looked.actor, looked.object_id) == (cast.marleen, str(held.pk))
    assert BAD not in looked.object_name
    for other in (cast.dennis, cast.wilma, cast.samira, cast.tom, cast.kwame):
        assert client_of(other).get(door(held)).status_code == 404
        assert waiting_for(other) == 0


def test_who_decides_opens_its_files_until_it_is_decided_and_nobody_else_does(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    upload = SimpleUploadedFile("brief.pdf", pdf())
    message = write_message(conversation, BAD, by=cast.samira, key=uuid4(), asks=True, files=[upload])
    head, file = client_of(cast.marleen), MessageFile.objects.get()
    url = f"/berichten/bestand/{file.key}/"
    assert head.get(url).status_code == 404
    assert check_files() == 1
    assert head.get(url).status_code == 200
    assert f'href="{url}"' in head.get(door(message)).content.decode()
    assert ReadEntry.objects.filter(reader=cast.marleen, kind="talk").exists()
    assert client_of(cast.samira).get(url).status_code == 200
    for other in (cast.naima, cast.joris, cast.dennis, cast.wilma, cast.tom):
        assert client_of(other).get(url).status_code == 404
    assert release_message(message, by=cast.marleen)
    assert head.get(url).status_code == 404
    assert client_of(cast.naima).get(url).status_code == 200


@pytest.mark.clause("E4", "E8")
def test_let_go_it_is_delivered_as_if_it_was_written_then(
    cast: Any, client_of: Any, conversation: Conversation, held: Message
) -> None:
    with time_machine.travel(TUESDAY_EVENING, tick=False):
        assert client_of(cast.marleen).post(door(held, "laat-door/")).url == "/"
        held.refresh_from_db()
        assert held.deliver_at == clock.now()
        assert BAD in read_by(conversation, cast.naima)
        assert conversation.messages.filter(kind="answer").exists()  # nobody is at work: the portal says so
    assert mails("message_decided") == ["Samira"]
    assert AuditEntry.objects.filter(event="message_released", actor=cast.marleen).count() == 1
    assert client_of(cast.marleen).get(door(held)).status_code == 404


@pytest.mark.clause("E4", "E8")
def test_words_of_staff_that_are_let_go_in_the_evening_wait_for_the_morning(
    cast: Any, conversation: Conversation
) -> None:
    message = write_message(conversation, BAD, by=cast.naima, key=uuid4(), asks=True)
    with time_machine.travel(TUESDAY_EVENING):
        assert release_message(message, by=cast.marleen)
        assert BAD not in read_by(conversation, cast.samira)
        assert not conversation.messages.filter(kind="answer").exists()
    message.refresh_from_db()
    assert clock.at_school(message.deliver_at).isoformat() == "2026-11-25T08:00:00+01:00"


def test_sent_back_its_writer_reads_why_and_nobody_else_reads_it(
    cast: Any, client_of: Any, conversation: Conversation, held: Message
) -> None:
    head = client_of(cast.marleen)
    empty = head.post(door(held, "stuur-terug/"), {"reason": " "})
    assert empty.status_code == 422
    assert BAD in empty.content.decode()
    assert head.post(door(held, "stuur-terug/"), {"reason": "Zeg het zonder schelden."}).url == "/"
    page = client_of(cast.samira).get(f"/berichten/{conversation.pk}/").content.decode()
    assert "Zeg het zonder schelden." in page
    assert BAD not in read_by(conversation, cast.naima)
    assert mails("message_decided") == ["Samira"]
    assert head.get(door(held)).status_code == 404
    assert take_back(held, by=cast.samira)
    assert BAD not in read_by(conversation, cast.samira)


def test_of_two_decisions_one_wins(cast: Any, held: Message) -> None:
    assert return_message(held, "Nee.", by=cast.marleen)
    assert not release_message(held, by=cast.marleen)
    assert not return_message(held, "Nog eens.", by=cast.marleen)
    held.refresh_from_db()
    assert (held.return_reason, held.decided_by) == ("Nee.", cast.marleen)


def test_who_comes_too_late_hears_so(cast: Any, client_of: Any, held: Message, monkeypatch: Any) -> None:
    """Between the page's door and the decision somebody else decides."""
    from conversations.views import held as views

    def door_and_then(user: Any, key: Any) -> Message:
        Message.objects.filter(pk=held.pk).update(withdrawn_at=clock.now())
        return held

    monkeypatch.setattr(views, "get_held_message_or_404", door_and_then)
    head = client_of(cast.marleen)
    head.post(door(held, "laat-door/"))
    assert "Het kan niet meer weg" in head.get("/berichten/").content.decode()
    head.post(door(held, "stuur-terug/"), {"reason": "Nee."})
    assert "Dat was te laat" in head.get("/berichten/").content.decode()


def test_it_does_not_go_for_who_left_the_conversation_meanwhile(
    cast: Any, conversation: Conversation, held: Message
) -> None:
    Guardianship.objects.filter(guardian=cast.samira, pupil=cast.yara).update(barred_at=clock.now())
    assert not release_message(held, by=cast.marleen)
    assert BAD not in read_by(conversation, cast.naima)
    assert return_message(held, "Het gesprek is voorbij.", by=cast.marleen)


def into(conversation: Conversation, cast: Any, person: Any) -> None:
    teaches = Membership.objects.filter(user=cast.naima, role__name="teacher").first()
    member = Membership.objects.create(user=person, role=teaches.role, valid_from=teaches.valid_from)
    Participant.objects.create(
        conversation=conversation, person=person, membership=member, sees_from=conversation.started_at
    )


def test_a_head_who_takes_part_decides_nothing_there_and_the_deputy_does(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    into(conversation, cast, cast.marleen)
    with pytest.raises(Offends) as found:
        write_message(conversation, BAD, by=cast.samira, key=uuid4(), asks=True)
    assert not found.value.may_ask
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.wilma})
    message = write_message(conversation, BAD, by=cast.samira, key=uuid4(), asks=True)
    assert mails("message_held") == ["Wilma"]
    assert client_of(cast.wilma).get(door(message)).status_code == 200
    for other in (cast.marleen, cast.dennis):
        assert client_of(other).get(door(message)).status_code == 404
    assert not release_message(message, by=cast.marleen)
    assert release_message(message, by=cast.wilma)


def test_a_deputy_decides_only_where_no_head_can(cast: Any, client_of: Any, held: Message) -> None:
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.wilma})
    assert client_of(cast.wilma).get(door(held)).status_code == 404
    assert client_of(cast.marleen).get(door(held)).status_code == 200


WAYS = [
    "as it is",
    "head in it",
    "head kept away",
    "head a parent",
    "deputy in it",
    "deputy kept away",
    "deputy a parent",
]


@pytest.mark.parametrize("state", WAYS)
def test_who_is_told_is_who_may_decide(state: str, cast: Any, conversation: Conversation, held: Message) -> None:
    def keep_away(person: Any) -> None:
        Restriction.objects.create(
            person=person,
            kind=Restriction.Kind.READ_ONLY,
            reason="Even niet.",
            until=clock.today(),
            decided_by=cast.naima,
        )

    def becomes_parent(person: Any) -> None:
        """As the other guardian, whose words these are not."""
        Guardianship.objects.create(guardian=person, pupil=cast.yara, relation="carer", valid_from=clock.today())

    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.wilma})
    if state == "head kept away":
        keep_away(cast.marleen)
    elif state == "head a parent":
        becomes_parent(cast.marleen)
    elif state != "as it is":
        into(conversation, cast, cast.marleen)
    if state == "deputy in it":
        into(conversation, cast, cast.wilma)
    if state == "deputy kept away":
        keep_away(cast.wilma)
    if state == "deputy a parent":
        becomes_parent(cast.wilma)
    told = who_decide(conversation, cast.samira)
    everybody = (cast.marleen, cast.wilma, cast.dennis, cast.naima, cast.joris, cast.samira)
    assert told == [one for one in everybody if Message.objects.held_for(one).filter(pk=held.pk).exists()]
    assert [one.first_name for one in told] == {
        "as it is": ["Marleen"],
        "head in it": ["Wilma"],
        "head kept away": ["Wilma"],
        "head a parent": ["Wilma"],
    }.get(state, [])


def test_the_database_lets_nobody_let_out_their_own(cast: Any, held: Message) -> None:
    with pytest.raises(IntegrityError):
        Message.objects.filter(pk=held.pk).update(decided_by=cast.samira, decided_at=clock.now())


def test_a_conversation_that_begins_with_held_words_is_of_who_began_it(cast: Any, client_of: Any) -> None:
    link = link_of(cast, cast.samira, cast.yara)
    begun = start_conversation(link, "Gym", BAD, by=cast.samira, school_group=cast.groep5, key=uuid4(), asks=True)

    def lists(who: Any) -> bool:
        return bool(inbox_of(who).filter(conversation=begun.pk).exists())

    assert (lists(cast.samira), lists(cast.naima)) == (True, False)
    assert release_message(begun.messages.get(), by=cast.marleen)
    assert lists(cast.naima)


def test_about_a_subject_that_offends_nobody_can_be_asked(cast: Any) -> None:
    link = link_of(cast, cast.samira, cast.yara)
    with pytest.raises(Offends) as found:
        start_conversation(link, BAD, "Hallo.", by=cast.samira, school_group=cast.groep5, key=uuid4(), asks=True)
    assert not found.value.may_ask
    assert not Conversation.objects.filter(subject=BAD).exists()


def test_asking_from_the_page_that_begins_a_conversation(cast: Any, client_of: Any) -> None:
    samira = client_of(cast.samira)
    page = f"/berichten/nieuw/kind/{cast.yara.pk}/"
    fields = {"subject": "Gym", "text": BAD, "desk": str(cast.groep5.pk), "key": str(uuid4())}
    refused = samira.post(page, fields)
    assert refused.status_code == 422
    assert 'name="ask"' in refused.content.decode()
    assert samira.post(page, fields | {"ask": "1"}).status_code == 302
    assert Message.objects.get(text=BAD).held_at is not None


@pytest.mark.parametrize("kind", ["message_held", "message_decided"])
def test_a_mail_about_it_goes_only_to_whom_it_still_concerns(kind: str, cast: Any, held: Message) -> None:
    from notifications.kinds import KINDS

    return_message(held, "Nee.", by=cast.marleen) if kind == "message_decided" else None
    mail = OutboxMail.objects.get(kind=kind)
    assert KINDS[kind](mail)
    if kind == "message_held":
        return_message(held, "Nee.", by=cast.marleen)
    else:
        Guardianship.objects.filter(guardian=cast.samira, pupil=cast.yara).update(barred_at=clock.now())
    assert not KINDS[kind](mail)
    mail.recipient = None
    assert not KINDS[kind](mail)
