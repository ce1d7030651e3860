"""When a child died, nothing the portal has on its way about it still goes out, and only people speak (B7, E8)."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations import held_mails
from conversations.actions import ask_together, release_message, take_back, write_message
from conversations.models import Message, TogetherAsk
from conversations.page import others_to_ask, page_of
from conversations.permissions import get_participant_or_404
from groups.actions import give_back, record_pupil_death
from groups.models import Ending
from tests.test_conversations import (
    TUESDAY_AFTERNOON,
    TUESDAY_EVENING,
    WEDNESDAY_MORNING,
    link_of,
    mailed,
    read_by,
    real_hours,
    start,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("E8")]
__all__ = ["real_hours"]
ON_ITS_WAY = "Yara vergat haar gymtas."


@pytest.fixture
def message(cast: Any) -> Message:
    """Words of a teacher, written on Tuesday evening; that night the child dies."""
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
    with time_machine.travel(TUESDAY_EVENING):
        message = write_message(conversation, ON_ITS_WAY, by=cast.naima, key=uuid4())
        record_pupil_death(cast.yara, by=cast.marleen)
    return message


def test_words_that_were_on_their_way_reach_nobody_and_nobody_is_told(cast: Any, message: Message) -> None:
    with time_machine.travel(WEDNESDAY_MORNING):
        assert ON_ITS_WAY not in read_by(message.conversation, cast.samira)
        assert ON_ITS_WAY not in read_by(message.conversation, cast.joris)
        assert "Samira" not in mailed()


def test_they_stay_with_who_wrote_them_who_takes_them_back(cast: Any, client_of: Any, message: Message) -> None:
    with time_machine.travel(WEDNESDAY_MORNING):
        page = client_of(cast.naima).get(f"/berichten/{message.conversation_id}/").content.decode()
        assert ON_ITS_WAY in page
        assert "Niet bezorgd. Niemand anders leest het." in page
        listed = client_of(cast.naima).get("/berichten/").content.decode()
        assert ON_ITS_WAY in listed
        assert "niet bezorgd</span>" in listed
        assert take_back(message, by=cast.naima)
        assert ON_ITS_WAY not in read_by(message.conversation, cast.naima)


def test_a_death_that_was_recorded_by_mistake_lets_them_go_again(cast: Any, message: Message) -> None:
    give_back(Ending.objects.get(pupil=cast.yara), by=cast.marleen)
    with time_machine.travel(WEDNESDAY_MORNING):
        assert ON_ITS_WAY in read_by(message.conversation, cast.samira)


def test_who_knows_of_it_still_writes_and_is_heard(cast: Any, message: Message) -> None:
    with time_machine.travel("2026-11-24T21:00+01:00"):
        write_message(message.conversation, "Dank voor alles.", by=cast.samira, key=uuid4())
        write_message(message.conversation, "Wij denken aan jullie.", by=cast.naima, key=uuid4(), why_now="Nu.")
        assert "Dank voor alles." in read_by(message.conversation, cast.naima)
        assert "Wij denken aan jullie." in read_by(message.conversation, cast.samira)


def test_the_portal_answers_nobody_by_itself_any_more(cast: Any, message: Message) -> None:
    with time_machine.travel("2026-11-24T21:00+01:00"):
        write_message(message.conversation, "Dank voor alles.", by=cast.samira, key=uuid4())
    assert not message.conversation.messages.filter(kind=Message.Kind.ANSWER).exists()


@time_machine.travel(TUESDAY_AFTERNOON)
def test_nothing_that_was_held_is_let_go_after_it(cast: Any) -> None:
    conversation = start(cast)
    message = write_message(conversation, "Wat een kutboek.", by=cast.samira, key=uuid4(), asks=True)
    assert held_mails.who_decide(conversation, cast.samira) == [cast.marleen]
    record_pupil_death(cast.yara, by=cast.marleen)
    assert not release_message(message, by=cast.marleen)
    assert Message.objects.get(pk=message.pk).held_at is not None


@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_question_to_read_together_is_asked_no_more(cast: Any) -> None:
    conversation = start(cast)
    ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    record_pupil_death(cast.yara, by=cast.marleen)
    assert not TogetherAsk.objects.waiting_for(cast.tom).exists()
    assert "Tom" not in mailed()
    TogetherAsk.objects.all().delete()
    assert not others_to_ask(get_participant_or_404(cast.samira, conversation.pk)).exists()
    assert page_of(cast.samira, conversation.pk).to_ask == []
