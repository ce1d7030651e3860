"""What conversations refuse, and what is done once however often it is asked (B7, E8)."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from conversations.actions import (
    Closed,
    KeyTaken,
    NobodyThere,
    Refused,
    answer_ask,
    ask_together,
    check_files,
    close_conversation,
    leave_note,
    reopen_conversation,
    start_conversation,
    write_message,
)
from conversations.actions import files as checking
from conversations.actions.limiting import MESSAGES, count_message
from conversations.models import Conversation, ConversationPolicy, Message, MessageFile, Participant, TogetherAsk
from conversations.permissions import (
    get_ask_or_404,
    get_message_or_404,
    get_own_child_or_404,
    get_own_message_on_its_way_or_404,
    get_taught_pupil_or_404,
)
from files.claiming import TRIES
from groups.models import Membership, Role
from notifications.gathering import gather_due
from notifications.models import Notice, OutboxMail, TellingTimes
from notifications.outbox import deliver_due
from protocol import clock
from tests.papers import pdf
from tests.test_conversations import TUESDAY_AFTERNOON, TUESDAY_EVENING, link_of, real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]


def asked(cast: Any) -> TogetherAsk:
    ask = ask_together(start(cast), link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    return ask


def mails_after() -> list[str]:
    """What became of the mails to the father, who is asked."""
    deliver_due()
    mails = OutboxMail.objects.filter(kind="notices", recipient__first_name="Tom")
    return list(mails.values_list("state", flat=True))


def sent(cast: Any) -> MessageFile:
    upload = SimpleUploadedFile("brief.pdf", pdf())
    write_message(start(cast), "In de bijlage.", by=cast.samira, key=uuid4(), files=[upload])
    return MessageFile.objects.get()


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_EVENING)
@pytest.mark.parametrize("answers", [True, False])
def test_the_portal_answers_by_itself_where_the_school_wants_it(answers: bool, cast: Any) -> None:
    ConversationPolicy.objects.create(school=cast.school, answers_by_itself=answers)
    assert start(cast).messages.filter(kind=Message.Kind.ANSWER).exists() is answers


@pytest.mark.clause("B7")
def test_who_asks_twice_to_read_together_asks_once(cast: Any) -> None:
    ask = asked(cast)
    assert ask_together(ask.conversation, ask.guardianship, by=cast.samira) is None
    assert Notice.objects.filter(kind="asked_together").count() == 1


@pytest.mark.clause("B7")
def test_the_yes_of_who_is_in_it_already_lets_nobody_in_twice(cast: Any) -> None:
    ask = asked(cast)
    rows = Participant.objects.filter(conversation=ask.conversation)
    rows.create(conversation=ask.conversation, person=cast.tom, guardianship=ask.guardianship, sees_from=clock.now())
    number = rows.count()
    assert answer_ask(ask, by=cast.tom, accepts=True)
    assert rows.count() == number


@pytest.mark.clause("B2", "B7")
def test_who_lost_the_right_meanwhile_is_asked_nothing_by_mail_or_page(cast: Any) -> None:
    ask = asked(cast)
    assert get_ask_or_404(cast.tom, ask.pk) == ask
    with pytest.raises(Http404):
        get_ask_or_404(cast.inge, ask.pk)
    gather_due()
    Membership.objects.filter(user=cast.tom).end_at_once(by=cast.marleen)
    with pytest.raises(Http404):
        get_ask_or_404(cast.tom, ask.pk)
    assert mails_after() == ["dropped"]


@pytest.mark.clause("B7")
def test_the_question_to_read_together_comes_by_mail_to_who_may_answer_it(cast: Any) -> None:
    asked(cast)
    gather_due()
    assert mails_after() == ["sent"]


@pytest.mark.clause("B7", "E8")
def test_it_waits_for_the_end_of_the_quiet_hours_of_who_is_asked(cast: Any) -> None:
    TellingTimes.objects.create(person=cast.tom, quiet_from=time(19), quiet_until=time(7))
    with time_machine.travel(TUESDAY_EVENING):
        asked(cast)
    told = Notice.objects.get(kind="asked_together")
    assert clock.at_school(told.mail_at).isoformat() == "2026-11-25T07:00:00+01:00"


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_asking_has_the_pace_of_writing(cast: Any, client_of: Any) -> None:
    conversation, link = start(cast), link_of(cast, cast.tom, cast.yara)
    for _ in range(MESSAGES[False].an_hour.tries - 1):  # beginning it was the first
        count_message(by=cast.samira, is_staff=False)
    answer = client_of(cast.samira).post(f"/berichten/{conversation.pk}/samen/", {"link": link.pk}, follow=True)
    assert "Je schreef veel in korte tijd. Om 16.30 uur kun je verder.</" in answer.content.decode()
    assert not TogetherAsk.objects.exists()


def test_it_is_closed_once_and_opened_once(cast: Any) -> None:
    conversation = start(cast)
    assert [close_conversation(conversation, by=cast.naima) for _ in range(2)] == [True, False]
    assert [reopen_conversation(conversation, by=cast.joris) for _ in range(2)] == [True, False]
    assert conversation.messages.filter(kind=Message.Kind.NOTICE).count() == 2
    assert write_message(conversation, "Nog iets.", by=cast.samira, key=uuid4()).pk


@pytest.mark.clause("B7")
def test_the_key_of_somebody_elses_form_opens_nothing(cast: Any) -> None:
    conversation = start(cast)
    link = link_of(cast, cast.tom, cast.yara)
    with pytest.raises(KeyTaken):
        start_conversation(link, "Rekenen", "Ik ook.", by=cast.tom, school_group=cast.groep5, key=conversation.key)
    with pytest.raises(KeyTaken):
        write_message(conversation, "Antwoord.", by=cast.naima, key=conversation.messages.get(author=cast.samira).key)


@pytest.mark.clause("B7")
def test_where_nobody_works_no_conversation_begins(cast: Any) -> None:
    teachers = Membership.objects.filter(role__school_group=cast.groep5, role__name=Role.Name.TEACHER)
    teachers.end_at_once(by=cast.marleen)
    with pytest.raises(NobodyThere):
        start(cast)
    assert not Conversation.objects.exists()


@pytest.mark.clause("B7")
@pytest.mark.parametrize("who", ["samira", "kwame"])
def test_a_note_is_left_by_who_shares_the_inbox_only(who: str, cast: Any) -> None:
    conversation = start(cast)
    with pytest.raises(Closed):
        leave_note(conversation, "Bel jij even?", by=getattr(cast, who))
    assert leave_note(conversation, "Bel jij even?", by=cast.naima).kind == Message.Kind.NOTE


@pytest.mark.clause("B7", "B8")
def test_what_is_not_there_and_what_is_not_ones_own_are_the_same_404(cast: Any) -> None:
    doors: tuple[tuple[Any, Any, Any], ...] = (
        (get_message_or_404, cast.samira, uuid4()),
        (get_own_child_or_404, cast.samira, cast.bram.pk),
        (get_own_child_or_404, cast.naima, cast.yara.pk),
        (get_taught_pupil_or_404, cast.samira, cast.yara.pk),
        (get_taught_pupil_or_404, cast.naima, 0),
    )
    for door, person, key in doors:
        with pytest.raises(Http404):
            door(person, key)


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_EVENING)
def test_words_on_their_way_are_their_authors_alone(cast: Any) -> None:
    message = write_message(start(cast), "Ik kijk het na.", by=cast.naima, key=uuid4())
    assert get_own_message_on_its_way_or_404(cast.naima, message.key) == message
    for other in (cast.joris, cast.samira):
        with pytest.raises(Http404):
            get_own_message_on_its_way_or_404(other, message.key)


@pytest.mark.clause("B8")
def test_a_file_that_is_too_large_takes_no_message_along(cast: Any) -> None:
    conversation = start(cast)
    upload = SimpleUploadedFile("film.pdf", b"%PDF-")
    upload.size = checking.BYTES_MAX + 1
    with pytest.raises(Refused, match=r"film\.pdf"):
        write_message(conversation, "Kijk eens.", by=cast.samira, key=uuid4(), files=[upload])
    assert not conversation.messages.filter(text="Kijk eens.").exists()


@pytest.mark.clause("B8")
@pytest.mark.parametrize("how", ["tried often enough", "gone"])
def test_a_file_that_cannot_be_checked_is_refused_with_words(how: str, cast: Any) -> None:
    row = sent(cast)
    if how == "gone":
        row.original.storage.delete(str(row.original.name))
    else:
        MessageFile.objects.update(tries=TRIES)
    assert check_files() == 0
    row.refresh_from_db()
    assert (row.state, row.original.name) == ("refused", "")
    assert "brief.pdf" in row.reason


@pytest.mark.clause("B8")
def test_a_worker_that_lost_a_file_to_another_changes_nothing(cast: Any) -> None:
    row = sent(cast)
    row.tries = TRIES + 1
    assert not checking._check(row)
    row.refresh_from_db()
    assert row.state == "uploaded"
    assert row.original.storage.exists(str(row.original.name))
    assert check_files() == 1


@pytest.mark.clause("B8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_sweep_that_was_busy_long_enough_leaves_the_rest_to_the_next(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = [SimpleUploadedFile(f"{number}.pdf", pdf()) for number in range(2)]
    write_message(start(cast), "Twee brieven.", by=cast.samira, key=uuid4(), files=uploads)
    monkeypatch.setattr(checking, "BUDGET", -1.0)
    assert [check_files() for _ in range(3)] == [1, 1, 0]
