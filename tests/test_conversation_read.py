"""Who wrote sees what was read, and never that somebody at school did so outside working hours (E8)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations.actions import change_conversation_policy, close_conversation, write_message
from conversations.models import Conversation, Participant
from tests.test_conversations import TUESDAY_AFTERNOON, TUESDAY_EVENING, WEDNESDAY_MORNING, real_hours, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("E8")]
__all__ = ["real_hours"]
READ = "· gelezen"


@pytest.fixture
def conversation(cast: Any) -> Iterator[Conversation]:
    with time_machine.travel(TUESDAY_AFTERNOON):
        yield start(cast)


def times_read(client: Any, conversation: Conversation) -> int:
    """Of how many messages the page says that they were read."""
    return int(client.get(f"/berichten/{conversation.pk}/").content.decode().count(READ))


def look(client_of: Any, person: Any, conversation: Conversation) -> None:
    assert client_of(person).get(f"/berichten/{conversation.pk}/").status_code == 200


def test_what_was_read_within_hours_stays_so_when_more_is_read_in_the_evening(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    samira = client_of(cast.samira)
    assert times_read(samira, conversation) == 0
    look(client_of, cast.naima, conversation)
    assert times_read(samira, conversation) == 1
    with time_machine.travel(TUESDAY_EVENING):
        write_message(conversation, "En nog iets.", by=cast.samira, key=uuid4())
        look(client_of, cast.naima, conversation)
        assert times_read(client_of(cast.samira), conversation) == 1
        assert Participant.objects.get(person=cast.naima).read_at.hour < 16


def test_what_was_read_in_the_evening_is_told_once_it_is_looked_at_within_hours(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    with time_machine.travel(TUESDAY_EVENING):
        look(client_of, cast.naima, conversation)
        assert Participant.objects.get(person=cast.naima).read_at is None
        assert times_read(client_of(cast.samira), conversation) == 0
    with time_machine.travel(WEDNESDAY_MORNING):
        assert times_read(client_of(cast.samira), conversation) == 0
        look(client_of, cast.naima, conversation)
        assert times_read(client_of(cast.samira), conversation) == 1


def test_where_the_school_does_not_want_it_nothing_is_said(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    look(client_of, cast.naima, conversation)
    change_conversation_policy(cast.school, by=cast.marleen, shows_read=False)
    assert times_read(client_of(cast.samira), conversation) == 0


def test_staff_see_at_any_hour_what_a_guardian_read(cast: Any, client_of: Any, conversation: Conversation) -> None:
    write_message(conversation, "Ik help haar morgen.", by=cast.naima, key=uuid4())
    close_conversation(conversation, by=cast.naima)
    naima = client_of(cast.naima)
    assert times_read(naima, conversation) == 0
    with time_machine.travel(TUESDAY_EVENING):
        look(client_of, cast.samira, conversation)
        assert times_read(client_of(cast.naima), conversation) == 1
