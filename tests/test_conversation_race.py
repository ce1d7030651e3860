"""Conversations and two things at the same moment: one wins, nothing is there twice, what was taken back is gone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import Tries
from conversations.actions import (
    Closed,
    KeyTaken,
    answer_ask,
    ask_together,
    close_conversation,
    let_in_colleagues,
    mark_read,
    start_conversation,
    take_back,
    write_message,
)
from conversations.models import Conversation, Message, Participant, TogetherAsk
from groups.actions import give_role
from groups.models import Guardianship, Role
from notifications.gathering import gather_due
from notifications.models import Notice
from notifications.outbox import deliver_due
from tests.school_times import keep_real_hours
from tests.test_consent_race import at_each_statement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("B7")]
Race = Callable[[Callable[[int], object], int], list[object]]


def link_of(cast: Any, guardian: Any) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian, pupil=cast.yara)


def start(cast: Any, guardian: Any = None, **more: Any) -> Conversation:
    guardian = guardian or cast.samira
    options = {"by": guardian, "school_group": cast.groep5, "key": uuid4(), **more}
    return start_conversation(link_of(cast, guardian), "Rekenen", "Ze vindt delen lastig.", **options)


def start_anew(cast: Any) -> Conversation:
    """For a race that is run again and again, more often than anybody may begin a conversation."""
    Tries.objects.all().delete()
    return start(cast)


def words(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(kind="words").order_by("pk").values_list("text", flat=True))


def test_both_guardians_start_at_once_and_each_has_a_conversation_of_their_own(cast: Any, race: Race) -> None:
    made = race(lambda number: start(cast, (cast.samira, cast.tom)[number % 2]), 4)
    assert all(isinstance(one, Conversation) for one in made), made
    for conversation in Conversation.objects.all():
        assert conversation.participants.of_guardians().get().person_id == conversation.started_by_id
        assert conversation.participants.of_staff().count() == 2
        assert len(words(conversation)) == 1


def test_a_form_that_is_sent_five_times_at_once_starts_one_conversation_with_one_message(cast: Any, race: Race) -> None:
    key = uuid4()
    made = race(lambda _: start(cast, key=key).pk, 5)
    assert made == [Conversation.objects.get().pk] * 5
    assert words(Conversation.objects.get()) == ["Ze vindt delen lastig."]
    assert Notice.objects.filter(recipient=cast.naima).count() == 1


def test_a_message_that_is_sent_five_times_at_once_is_one_message(cast: Any, race: Race) -> None:
    conversation, key = start(cast), uuid4()
    made = race(lambda _: write_message(conversation, "Dank je.", by=cast.samira, key=key).pk, 5)
    assert len(set(made)) == 1
    assert words(conversation) == ["Ze vindt delen lastig.", "Dank je."]


def test_two_people_with_the_same_key_never_get_each_others_words(cast: Any, race: Race) -> None:
    mine, theirs, key = start(cast), start(cast, cast.tom), uuid4()
    people = [(mine, cast.samira), (theirs, cast.tom)]

    def write(number: int) -> object:
        conversation, person = people[number]
        return write_message(conversation, "Van mij.", by=person, key=key).author_id

    made = race(write, 2)
    assert sum(isinstance(one, KeyTaken) for one in made) == 1, made
    assert Message.objects.filter(text="Van mij.").count() == 1


def test_a_message_that_crosses_the_closing_is_there_before_it_or_refused(cast: Any) -> None:
    """Writing is held before each of its statements in turn while the conversation is closed: chance has no part."""

    def write(conversation: Conversation) -> None:
        with suppress(Closed):
            write_message(conversation, "Nog iets.", by=cast.samira, key=uuid4())

    def set_up() -> tuple[Callable[[], object], Callable[[], object]]:
        conversation = start_anew(cast)
        return lambda: write(conversation), lambda: close_conversation(conversation, by=cast.naima)

    def check() -> None:
        conversation = Conversation.objects.order_by("-pk")[0]
        said = list(conversation.messages.order_by("pk").values_list("kind", flat=True))
        assert conversation.closed_at is not None
        assert said in (["words", "notice"], ["words", "words", "notice"])

    assert at_each_statement(set_up, check) > 3


def test_both_answers_to_read_together_at_once_count_once(cast: Any) -> None:
    """From two devices: the first answer stands, whichever it is."""
    answers: list[bool] = []

    def set_up() -> tuple[Callable[[], object], Callable[[], object]]:
        answers.clear()
        ask = ask_together(start_anew(cast), link_of(cast, cast.tom), by=cast.samira)
        assert ask is not None
        return (
            lambda: answers.append(answer_ask(ask, by=cast.tom, accepts=True)),
            lambda: answers.append(answer_ask(ask, by=cast.tom, accepts=False)),
        )

    def check() -> None:
        ask = TogetherAsk.objects.order_by("-pk")[0]
        inside = ask.conversation.participants.filter(person=cast.tom).count()
        assert sorted(answers) == [False, True]
        assert inside == int(ask.is_accepted)

    assert at_each_statement(set_up, check) > 1


def test_both_guardians_ask_each_other_and_nobody_is_in_it_twice(cast: Any, race: Race) -> None:
    conversation = start(cast)
    asked = race(lambda _: ask_together(conversation, link_of(cast, cast.tom), by=cast.samira), 4)
    assert sum(isinstance(one, TogetherAsk) for one in asked) == 1, asked
    ask = TogetherAsk.objects.get()
    answered = race(lambda _: answer_ask(ask, by=cast.tom, accepts=True), 4)
    assert sorted(answered) == [False, False, False, True]
    assert conversation.participants.filter(person=cast.tom).count() == 1
    assert conversation.messages.filter(kind="notice").count() == 1


def test_what_was_read_never_goes_back(cast: Any) -> None:
    """An old page that is shown late does not make newer words unread again."""

    def set_up() -> tuple[Callable[[], object], Callable[[], object]]:
        conversation = start_anew(cast)
        write_message(conversation, "En nog iets.", by=cast.samira, key=uuid4())
        old, new = conversation.messages.filter(kind="words").order_by("pk")
        row = conversation.participants.get(person=cast.naima)
        return lambda: mark_read(row, [old], in_hours=True), lambda: mark_read(row, [old, new], in_hours=True)

    def check() -> None:
        conversation = Conversation.objects.order_by("-pk")[0]
        newest = conversation.messages.filter(kind="words").order_by("-pk")[0]
        assert conversation.participants.get(person=cast.naima).read_until == newest.deliver_at

    at_each_statement(set_up, check)


@pytest.mark.clause("E8")
def test_words_are_taken_back_until_the_very_moment_of_their_delivery_and_once(cast: Any, race: Race) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel("2026-11-24T20:00+01:00", tick=False):
        conversation = start(cast)
        first, second = (write_message(conversation, text, by=cast.naima, key=uuid4()) for text in ("Een.", "Twee."))
        assert sorted(race(lambda _: take_back(first, by=cast.naima), 4)) == [False, False, False, True]
    with time_machine.travel(second.deliver_at - timedelta(seconds=1), tick=False):
        assert not Message.objects.delivered().filter(pk=second.pk).exists()
    with time_machine.travel(second.deliver_at, tick=False):
        assert not take_back(second, by=cast.naima), "the parents have it"
        row = Participant.objects.standing(cast.samira).get(conversation=conversation)
        assert list(Message.objects.seen_by(row).filter(author=cast.naima)) == [second]


@pytest.mark.clause("E8")
def test_of_words_that_were_taken_back_nobody_hears(cast: Any, mailoutbox: list[Any]) -> None:
    keep_real_hours(cast.school)
    Notice.objects.all().delete()
    with time_machine.travel("2026-11-24T20:00+01:00", tick=False):
        conversation = start(cast, by=cast.samira)
        message = write_message(conversation, "Toch niet.", by=cast.naima, key=uuid4())
        assert take_back(message, by=cast.naima)
    with time_machine.travel(message.deliver_at + timedelta(minutes=1), tick=False):
        gather_due()
        deliver_due()
    assert [mail.to for mail in mailoutbox if mail.to == [cast.samira.email]] == []


def test_a_colleague_who_comes_in_by_two_sweeps_at_once_is_in_it_once(cast: Any, race: Race) -> None:
    conversation = start(cast)
    give_role(cast.thijs, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    came = race(lambda _: let_in_colleagues(), 4)
    assert sorted(came) == [0, 0, 0, 1]
    assert conversation.participants.filter(person=cast.thijs).count() == 1
    assert conversation.messages.filter(kind="notice").count() == 1
