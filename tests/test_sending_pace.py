"""How much one account sends: enough for who writes a lot, and an end to who floods (E8)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.limits import Limit, TooMany, spend
from accounts.models import Tries
from conversations.actions import write_message
from conversations.actions.limiting import MESSAGES, STARTS, count_message, count_start
from conversations.models import Conversation, Message
from messaging.actions import add_reaction
from messaging.actions.reactions import REACTIONS
from messaging.models import Reaction
from protocol import clock
from tests.factories import PostFactory
from tests.test_conversations import TUESDAY_AFTERNOON, real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]


@pytest.mark.parametrize(
    ("count", "is_staff", "an_hour", "a_day"),
    [
        (count_message, False, 30, 100),
        (count_message, True, 120, 400),
        (count_start, False, 6, 12),
        (count_start, True, 70, 150),
    ],
)
def test_the_pace_of_an_hour_and_of_a_day(cast: Any, count: Any, is_staff: bool, an_hour: int, a_day: int) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON, tick=False) as travel:
        begun, sent = clock.now(), 0
        while sent < a_day:
            for _ in range(min(an_hour, a_day - sent)):
                count(by=cast.samira, is_staff=is_staff)
                sent += 1
            with pytest.raises(TooMany) as enough:
                count(by=cast.samira, is_staff=is_staff)
            if sent < a_day:
                assert enough.value.until == clock.now() + timedelta(hours=1)
                travel.shift(timedelta(hours=1))
        travel.shift(timedelta(hours=1))
        with pytest.raises(TooMany) as enough:
            count(by=cast.samira, is_staff=is_staff)
        assert enough.value.until == begun + timedelta(days=1)
        count(by=cast.tom, is_staff=is_staff)


def test_what_is_spent_names_the_moment_it_goes_on(cast: Any) -> None:
    limit = Limit("a test", 1, timedelta(minutes=10))
    spend(limit, "x")
    with pytest.raises(TooMany) as enough:
        spend(limit, "x")
    assert enough.value.until == Tries.objects.get(what="a test").until


def used_up(limit: Limit, person: Any) -> None:
    for _ in range(limit.tries):
        spend(limit, f"person {person.pk}")


@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_wrote_a_lot_hears_kindly_when_to_go_on_and_keeps_the_words(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    for _ in range(MESSAGES[False].an_hour.tries - 1):
        count_message(by=cast.samira, is_staff=False)
    client, page = client_of(cast.samira), f"/berichten/{conversation.pk}/"
    response = client.post(page, {"text": "Nog één ding."})
    assert response.status_code == 422
    html = response.content.decode()
    assert "Nog één ding." in html
    assert "Om 16.30 uur kun je verder." in html
    assert Message.objects.filter(kind="words").count() == 1
    write_message(conversation, "Dag Yara.", by=cast.naima, key=uuid4())


@time_machine.travel(TUESDAY_AFTERNOON)
def test_sending_the_same_again_is_not_counted(cast: Any) -> None:
    conversation, key = start(cast), uuid4()
    for _ in range(MESSAGES[False].an_hour.tries + 5):
        write_message(conversation, "Dank je.", by=cast.samira, key=key)
    assert Message.objects.filter(kind="words").count() == 2


@time_machine.travel(TUESDAY_AFTERNOON)
def test_beginning_conversations_has_a_pace_of_its_own(cast: Any, client_of: Any) -> None:
    used_up(STARTS[False].an_hour, cast.samira)
    used_up(STARTS[False].a_day, cast.samira)
    form = {"subject": "Rekenen", "text": "Ze vindt delen lastig.", "desk": str(cast.groep5.pk)}
    response = client_of(cast.samira).post(f"/berichten/nieuw/kind/{cast.yara.pk}/", form)
    assert response.status_code == 422
    assert "Ze vindt delen lastig." in response.content.decode()
    assert not Conversation.objects.exists()


@time_machine.travel("2026-11-24T23:30+01:00")
def test_what_is_over_midnight_is_tomorrow(cast: Any, client_of: Any) -> None:
    used_up(STARTS[False].an_hour, cast.samira)
    form = {"subject": "Rekenen", "text": "Ze vindt delen lastig.", "desk": str(cast.groep5.pk)}
    response = client_of(cast.samira).post(f"/berichten/nieuw/kind/{cast.yara.pk}/", form)
    assert "Morgen om 0.30 uur kun je verder." in response.content.decode()


@time_machine.travel(TUESDAY_AFTERNOON)
def test_reactions_have_a_pace_too(cast: Any, client_of: Any) -> None:
    post = PostFactory(school_group=cast.groep5, author=cast.naima)
    used_up(REACTIONS, cast.samira)
    with pytest.raises(TooMany):
        add_reaction(post, "Leuk!", by=cast.samira)
    response = client_of(cast.samira).post(f"/nieuws/{post.pk}/reactie/", {"text": "Leuk!"})
    assert response.status_code == 422
    assert "Om 16.30 uur kun je verder." in response.content.decode()
    assert "Leuk!" in response.content.decode()
    assert not Reaction.objects.exists()
