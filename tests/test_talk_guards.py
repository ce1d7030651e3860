"""Each guard of conversations, tried on its own: grounds, keys, what is held, what is told (B7)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.limits import Limit, TooMany
from conversations.actions import (
    KeyTaken,
    answer_ask,
    ask_together,
    leave_note,
    limiting,
    start_conversation,
    write_message,
)
from conversations.held_mails import who_decide
from conversations.models import Message, Participant, TogetherAsk
from conversations.notices import told_to
from conversations.page import others_to_ask
from conversations.permissions import everybody_in
from groups.actions import give_role, set_protected_address
from groups.models import Membership, PostingPolicy, Role
from notifications.models import Notice
from protocol import clock
from tests.test_conversations import TUESDAY_AFTERNOON, link_of, read_by, real_hours, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B7")]
__all__ = ["real_hours"]


# What somebody stands on in a conversation


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_seat_in_a_council_is_no_ground_in_a_conversation(cast: Any) -> None:
    conversation = start(cast)
    seat = Membership.objects.get(user=cast.pieterjan, role__name=Role.Name.COUNCIL_MEMBER)
    now = conversation.started_at
    Participant.objects.create(conversation=conversation, person=cast.pieterjan, membership=seat, sees_from=now)
    assert read_by(conversation, cast.pieterjan) == []
    assert cast.pieterjan not in {row.person for row in everybody_in(conversation.pk)}


@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_was_taken_out_reads_nothing_whatever_still_stands_beneath(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    conversation.participants.filter(person=cast.joris).update(left_at=clock.now())
    assert read_by(conversation, cast.joris) == []
    assert client_of(cast.joris).get(f"/berichten/{conversation.pk}/").status_code == 404
    assert {row.person for row in everybody_in(conversation.pk)} == {cast.samira, cast.naima}


@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_yes_of_who_was_in_it_as_staff_once_lets_them_in_as_a_parent(cast: Any) -> None:
    conversation = start(cast)
    ask = ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    teaches = give_role(cast.tom, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    now = conversation.started_at
    Participant.objects.create(conversation=conversation, person=cast.tom, membership=teaches, sees_from=now)
    Membership.objects.filter(pk=teaches.pk).end_at_once(by=cast.marleen)
    assert answer_ask(ask, by=cast.tom, accepts=True)
    assert read_by(conversation, cast.tom) == ["Tom Verbeek leest en schrijft hier vanaf nu mee."]


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_question_ends_when_who_asked_is_out_of_that_very_conversation(cast: Any) -> None:
    first, second = start(cast), start(cast)
    ask = ask_together(first, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    first.participants.filter(person=cast.samira).update(left_at=clock.now())
    assert read_by(second, cast.samira) != []
    assert not TogetherAsk.objects.waiting_for(cast.tom).exists()


@time_machine.travel(TUESDAY_AFTERNOON)
def test_only_who_can_read_along_and_was_not_asked_is_named_to_be_asked(cast: Any) -> None:
    conversation = start(cast)
    tom = link_of(cast, cast.tom, cast.yara)

    def named() -> list[Any]:
        return list(others_to_ask(conversation.participants.get(person=cast.samira)))

    assert named() == [tom]
    Membership.objects.filter(guardianship=tom).update(ended_at=clock.now(), valid_until=clock.today())
    assert named() == [], "not let in"
    Membership.objects.filter(guardianship=tom).update(ended_at=None, valid_until=None)
    ask_together(conversation, tom, by=cast.samira)
    assert named() == [], "asked"
    TogetherAsk.objects.all().delete()
    Participant.objects.create(conversation=conversation, person=cast.tom, guardianship=tom, sees_from=clock.now())
    assert named() == [], "in it"
    Participant.objects.filter(person=cast.tom).delete()
    assert named() == [tom]
    set_protected_address(cast.yara, True, by=cast.marleen)
    assert named() == [], "of a family whose address is protected"


# Keys, one's own and others'


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_key_opens_nothing_but_what_it_was_made_for(cast: Any) -> None:
    first, second = start(cast), start(cast)
    mine = first.messages.get(kind="words").key
    with pytest.raises(KeyTaken):
        write_message(second, "Elders.", by=cast.samira, key=mine)
    ilias = link_of(cast, cast.samira, cast.ilias)
    with pytest.raises(KeyTaken):
        start_conversation(ilias, "Gym", "Dag.", by=cast.samira, school_group=cast.egels, key=first.key)
    key = uuid4()
    note = leave_note(first, "Bel jij?", by=cast.naima, key=key)
    assert leave_note(first, "Bel jij?", by=cast.naima, key=key) == note
    words = write_message(first, "Dag.", by=cast.naima, key=uuid4())
    for conversation, by, taken in (
        (second, cast.naima, key),
        (first, cast.joris, key),
        (first, cast.naima, words.key),
    ):
        with pytest.raises(KeyTaken):
            leave_note(conversation, "Van wie?", by=by, key=taken)


@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_one_person_sends_is_counted_for_nobody_else(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hour, day = Limit("one an hour, tried", 1, timedelta(hours=1)), Limit("nine a day, tried", 9, timedelta(days=1))
    monkeypatch.setitem(limiting.MESSAGES, False, limiting.Pace(hour, day))
    limiting.count_message(by=cast.samira, is_staff=False)
    limiting.count_message(by=cast.tom, is_staff=False)
    with pytest.raises(TooMany):
        limiting.count_message(by=cast.samira, is_staff=False)


# What is held, and whose it is to decide


@pytest.mark.clause("E4")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_was_taken_back_hidden_or_decided_waits_for_nobody(cast: Any) -> None:
    message = start(cast).messages.get(kind="words")
    row, now = Message.objects.filter(pk=message.pk), clock.now()
    row.update(held_at=now)
    for field in ("withdrawn_at", "hidden_at", "decided_at"):
        assert Message.objects.held_for(cast.marleen).exists()
        row.update(**{field: now})
        assert not Message.objects.held_for(cast.marleen).exists()
        assert Message.objects.taken_back_by(cast.samira).exists() is (field == "decided_at")
        row.update(**{field: None})


@pytest.mark.clause("E4")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_decides_is_at_work_and_out_of_the_conversation_today(cast: Any) -> None:
    conversation = start(cast)
    Message.objects.filter(conversation=conversation).update(held_at=clock.now())
    head = Membership.objects.get(user=cast.marleen, role__name=Role.Name.HEAD)
    now = conversation.started_at
    PostingPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.wilma})
    inside = Participant.objects.create(conversation=conversation, person=cast.marleen, membership=head, sees_from=now)

    def decide() -> list[Any]:
        waits = [one for one in (cast.marleen, cast.wilma) if Message.objects.held_for(one).exists()]
        assert who_decide(conversation, cast.samira) == waits
        return waits

    assert decide() == [cast.wilma]
    Participant.objects.filter(pk=inside.pk).update(left_at=clock.now())
    assert decide() == [cast.marleen], "who is out of it, and then no deputy"
    Participant.objects.filter(pk=inside.pk).update(left_at=None)
    Membership.objects.filter(user=cast.wilma).end_at_once(by=cast.marleen)
    assert decide() == [], "who works here no more"


# What is told of a message


@pytest.mark.clause("B8", "E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_of_a_message_is_told_as_long_as_it_is_there_for_that_person_and_not_a_word_of_it(cast: Any) -> None:
    conversation = start(cast)
    message = write_message(conversation, "Ze viel van de bank.", by=cast.naima, key=uuid4())
    notice = Notice.objects.get(recipient=cast.samira, about=str(message.pk))
    told = told_to(notice)
    assert told is not None
    assert "bank" not in told.title + told.push
    row, mine = Message.objects.filter(pk=message.pk), conversation.participants.filter(person=cast.samira)
    for field in ("held_at", "hidden_at", "withdrawn_at"):
        row.update(**{field: clock.now()})
        assert told_to(notice) is None, field
        row.update(**{field: None})
    for moments in ({"sees_from": clock.now()}, {"read_until": message.deliver_at}, {"left_at": clock.now()}):
        before = mine.values(*moments).get()
        mine.update(**moments)
        assert told_to(notice) is None, moments
        mine.update(**before)
    assert told_to(notice) == told
    row.update(held_at=clock.now())
    row.update(held_at=None, deliver_at=clock.now() + timedelta(hours=1))
    assert told_to(notice) is None
    note = leave_note(conversation, "Bel jij?", by=cast.naima)
    assert told_to(Notice(kind="new_message", about=str(note.pk), recipient=cast.samira)) is None
