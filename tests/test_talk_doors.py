"""Files of messages, and all that somebody may post by hand: nothing reaches outside one's own (B7, B8)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile

from conversations.actions import (
    ask_together,
)
from conversations.models import Conversation, Message, MessageFile, Participant
from conversations.permissions import helpers_for
from groups.models import Membership
from moderation.guarded import BY_TABLE
from protocol import clock
from tests.test_conversations import TUESDAY_AFTERNOON, link_of, real_hours, start
from tests.test_talk_sides import write_about

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B7")]
__all__ = ["real_hours"]


# Files follow their message


def paper_in_a_message(cast: Any) -> MessageFile:
    """A file, checked, of a message that Samira sent."""
    message = start(cast).messages.get(kind="words")
    kept = {"state": "ready", "ending": ".pdf", "file": ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), "size": 14}
    return MessageFile.objects.create(message=message, uploaded_by=cast.samira, name="brief.pdf", **kept)


@pytest.mark.clause("B8", "D12", "E4", "E8")
@pytest.mark.parametrize(
    ("changes", "writer", "reader"),
    [
        ({}, 200, 200),
        ({"deliver_at": timedelta(hours=1)}, 200, 404),
        ({"held_at": timedelta()}, 200, 404),
        ({"held_at": timedelta(), "withdrawn_at": timedelta()}, 404, 404),
        ({"hidden_at": timedelta()}, 404, 404),
        ({"held_at": timedelta(), "hidden_at": timedelta()}, 404, 404),
    ],
    ids=["out", "on its way", "held", "taken back", "hidden", "held and hidden"],
)
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_file_is_there_for_whom_its_message_is_there(
    *, changes: dict[str, timedelta], writer: int, reader: int, cast: Any, client_of: Any
) -> None:
    paper = paper_in_a_message(cast)
    moments = {name: clock.now() + after for name, after in changes.items()}
    row = Message.objects.filter(pk=paper.message_id)
    row.update(held_at=clock.now())  # the moment of delivery moves only of what is held
    row.update(**({"held_at": None} | moments))
    address = f"/berichten/bestand/{paper.key}/"
    for person, status in ((cast.samira, writer), (cast.naima, reader), (cast.tom, 404), (cast.dennis, 404)):
        client = client_of(person)
        assert [client.get(address).status_code, client.head(address).status_code] == [status, status]
        ranged = client.get(address, headers={"Range": "bytes=0-3"}).status_code
        assert ranged == (206 if status == 200 else 404)
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == (304 if status == 200 else 404)


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_file_is_never_there_before_it_is_checked_not_even_for_its_sender(cast: Any, client_of: Any) -> None:
    paper = paper_in_a_message(cast)
    waiting = MessageFile.objects.create(
        message=paper.message, uploaded_by=cast.samira, name="b.pdf", size=5, original=ContentFile(b"%PDF-", "b.pdf")
    )
    for state in ("uploaded", "refused"):
        MessageFile.objects.filter(pk=waiting.pk).update(state=state)
        for person in (cast.samira, cast.naima):
            assert client_of(person).get(f"/berichten/bestand/{waiting.key}/").status_code == 404


# What is posted by hand


@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_number_or_key_of_what_is_somebody_elses_does_nothing_in_any_address(cast: Any, client_of: Any) -> None:
    hers = start(cast)
    ask = ask_together(hers, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    words = hers.messages.get(kind="words")
    assert ask is not None
    before = (Message.objects.count(), Participant.objects.count(), Conversation.objects.count())
    helper = helpers_for(hers)[0]
    posts: dict[str, dict[str, Any]] = {
        f"/berichten/{hers.pk}/": {"text": "Dag."},
        f"/berichten/{hers.pk}/afsluiten/": {},
        f"/berichten/{hers.pk}/notitie/": {"text": "Dag."},
        f"/berichten/{hers.pk}/erbij/": {"helper": helper.pk},
        f"/berichten/{hers.pk}/samen/": {"link": link_of(cast, cast.tom, cast.yara).pk},
        f"/berichten/samen/{ask.pk}/": {"yes": "1"},
        f"/berichten/terug/{words.key}/": {},
        f"/berichten/wacht/{words.key}/laat-door/": {},
        f"/berichten/wacht/{words.key}/stuur-terug/": {"reason": "Nee."},
        f"/berichten/nieuw/kind/{cast.yara.pk}/": {"subject": "a", "text": "b", "desk": cast.groep5.pk},
        f"/berichten/nieuw/leerling/{cast.yara.pk}/": {"subject": "a", "text": "b"},
        f"/berichten/nieuw/zorg/{cast.yara.pk}/": {"subject": "a", "text": "b"},
    }
    for person in (cast.inge, cast.kwame, cast.thijs, cast.fleur, cast.marleen, cast.dennis):
        client = client_of(person)
        answers = {address: client.post(address, data).status_code for address, data in posts.items()}
        assert answers == dict.fromkeys(posts, 404)
        key = str(words.key)
        assert Message.objects.get(key=key).conversation_id == hers.pk
    ask.refresh_from_db()
    assert ask.answered_at is None
    assert (Message.objects.count(), Participant.objects.count(), Conversation.objects.count()) == before


@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_is_in_it_reaches_nothing_outside_it_by_what_is_posted(cast: Any, client_of: Any) -> None:
    hers = start(cast)
    his = write_about(cast, cast.tom, cast.groep5)
    samira, page = client_of(cast.samira), f"/berichten/{hers.pk}/"
    stranger = link_of(cast, cast.kwame, cast.kwame.guardianships.first().pupil)
    for link in (stranger.pk, link_of(cast, cast.samira, cast.yara).pk, 0, "x", "9" * 30):
        assert samira.post(f"{page}samen/", {"link": link}).status_code == 404
    other = link_of(cast, cast.tom, cast.yara).pk
    assert client_of(cast.naima).post(f"{page}samen/", {"link": other}).status_code == 404, "asked by a parent alone"
    outsider = Membership.objects.filter(user=cast.thijs).first()
    for helper in (outsider.pk, "x", ""):
        assert samira.post(f"{page}erbij/", {"helper": helper}).status_code == 422
    assert samira.post(f"{page}afsluiten/").status_code == 404
    assert samira.post(f"{page}notitie/", {"text": "Dag."}).status_code == 404
    key = his.messages.get(kind="words").key
    assert samira.post(page, {"text": "Van wie is dit?", "key": str(key)}).status_code == 404
    older = samira.get(f"{page}?voor={his.messages.get(kind='words').pk}").content.decode()
    assert "Hoe gaat het?" not in older
    other_child = {"subject": "a", "text": "b", "people": [stranger.pk]}
    assert client_of(cast.naima).post(f"/berichten/nieuw/leerling/{cast.yara.pk}/", other_child).status_code == 422
    wrong_group = {"subject": "a", "text": "b", "desk": cast.egels.pk}
    assert samira.post(f"/berichten/nieuw/kind/{cast.yara.pk}/", wrong_group).status_code == 422
    assert not Participant.objects.filter(person__in=[cast.thijs, cast.kwame]).exists()
    assert Conversation.objects.count() == 2


@pytest.mark.clause("F6", "D12")
@pytest.mark.parametrize(
    ("model", "may_change"),
    [
        (Message, {"withdrawn_at", "held_at", "hidden_at", "decided_by_id", "decided_at", "return_reason"}),
        (MessageFile, {"reason", "tries", "claimed_until", "original", "created_at"}),
    ],
)
def test_what_of_a_message_may_change_once_it_is_out_is_named_here_and_nowhere_else(
    model: type[Message | MessageFile], may_change: set[str]
) -> None:
    guarded = BY_TABLE[model._meta.db_table]
    columns = {field.column for field in model._meta.concrete_fields}
    assert columns - {*guarded.fixed, *guarded.words} == may_change
