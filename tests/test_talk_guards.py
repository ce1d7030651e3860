"""Who is on which side of a conversation, and what is refused where one side is not there (B7)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile

from accounts.limits import Limit, TooMany
from conversations.actions import (
    KeyTaken,
    NobodyThere,
    answer_ask,
    ask_together,
    change_conversation_policy,
    leave_note,
    let_in_colleagues,
    limiting,
    release_message,
    return_message,
    start_conversation,
    write_message,
)
from conversations.held_mails import who_decide
from conversations.models import Conversation, Message, MessageFile, Participant, TogetherAsk
from conversations.notices import told_to
from conversations.page import others_to_ask
from conversations.permissions import everybody_in, helpers_for
from groups.actions import give_role
from groups.models import Enrolment, Membership, PostingPolicy, Role
from moderation.guarded import BY_TABLE
from notifications.models import Notice
from protocol import clock
from tests.test_conversations import TUESDAY_AFTERNOON, link_of, read_by, real_hours, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B7")]
__all__ = ["real_hours"]


def write_about(cast: Any, guardian: Any, group: Any) -> Conversation:
    link = link_of(cast, guardian, cast.yara)
    return start_conversation(link, "Gym", "Hoe gaat het?", by=guardian, school_group=group, key=uuid4())


@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_teaches_the_own_child_is_its_parent_there_and_no_teacher(cast: Any, client_of: Any) -> None:
    give_role(cast.samira, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    hers, his = write_about(cast, cast.samira, cast.groep5), write_about(cast, cast.tom, cast.groep5)
    assert not Participant.objects.get(conversation=hers, person=cast.samira).is_staff
    assert read_by(his, cast.naima) == ["Hoe gaat het?"]
    assert read_by(his, cast.samira) == [], "guardians read together only when both choose it"
    assert let_in_colleagues() == 0
    samira = client_of(cast.samira)
    assert f"/berichten/nieuw/leerling/{cast.yara.pk}/" not in samira.get("/berichten/nieuw/").content.decode()
    assert samira.get(f"/berichten/nieuw/leerling/{cast.yara.pk}/").status_code == 404
    classmate = Enrolment.objects.filter(school_group=cast.groep5).exclude(pupil=cast.yara).first()
    assert samira.get(f"/berichten/nieuw/leerling/{classmate.pupil_id}/").status_code == 200


@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_comes_to_teach_the_own_child_is_not_let_in_with_the_other_parent(cast: Any) -> None:
    his = write_about(cast, cast.tom, cast.groep5)
    give_role(cast.samira, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    give_role(cast.thijs, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    assert let_in_colleagues() == 1
    assert let_in_colleagues() == 0
    assert not Participant.objects.filter(conversation=his, person=cast.samira).exists()


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_parent_who_could_help_at_school_is_not_brought_in_about_the_own_child(cast: Any, client_of: Any) -> None:
    his = write_about(cast, cast.tom, cast.groep5)
    give_role(cast.samira, Role.Name.CARE, cast.school, by=cast.marleen)
    assert {row.user for row in helpers_for(his)} == {cast.marleen, cast.wilma}
    samira = client_of(cast.samira)
    assert samira.get(f"/berichten/nieuw/zorg/{cast.yara.pk}/").status_code == 404
    assert f"zorg/{cast.yara.pk}/" not in samira.get("/berichten/nieuw/zorg/?q=yara").content.decode()
    assert samira.get(f"/berichten/nieuw/zorg/{cast.bram.pk}/").status_code == 200
    assert read_by(write_about(cast, cast.tom, None), cast.samira) == []


@time_machine.travel(TUESDAY_AFTERNOON)
def test_where_only_the_parent_teaches_nobody_is_there_to_read_it(cast: Any) -> None:
    Membership.objects.filter(user__in=[cast.naima, cast.joris]).end_at_once(by=cast.marleen)
    give_role(cast.samira, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    with pytest.raises(NobodyThere):
        write_about(cast, cast.samira, cast.groep5)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("who", ["naima", "wilma"])
@time_machine.travel(TUESDAY_AFTERNOON)
def test_where_no_parent_reads_any_more_the_text_stays_on_the_page(who: str, cast: Any, client_of: Any) -> None:
    Membership.objects.filter(guardianship__pupil=cast.yara).end_at_once(by=cast.marleen)
    page = {"naima": "leerling", "wilma": "zorg"}[who]
    fields = {"subject": "Gym", "text": "Ze viel van de bank.", "people": [link_of(cast, cast.samira, cast.yara).pk]}
    answer = client_of(getattr(cast, who)).post(f"/berichten/nieuw/{page}/{cast.yara.pk}/", fields)
    assert answer.status_code == 422
    assert "Geen ouder van dit kind leest hier vandaag mee." in answer.content.decode()
    assert "Ze viel van de bank." in answer.content.decode()
    assert not Conversation.objects.exists()


@time_machine.travel(TUESDAY_AFTERNOON)
def test_about_a_child_without_a_class_nothing_goes_to_care_where_the_head_says_no(cast: Any, client_of: Any) -> None:
    change_conversation_policy(cast.school, by=cast.marleen, care_takes_part=False)
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=clock.today() - timedelta(days=1))
    page = f"/berichten/nieuw/kind/{cast.yara.pk}/"
    for desk in ("", "zorg", str(cast.groep5.pk)):
        answer = client_of(cast.samira).post(page, {"subject": "Gym", "text": "Ze gaat verhuizen.", "desk": desk})
        assert answer.status_code == 422
        assert "Bel de school." in answer.content.decode()
        assert "Ze gaat verhuizen." in answer.content.decode()
    assert not Conversation.objects.exists()


@pytest.mark.clause("E4")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_is_held_is_not_let_go_where_only_parents_are_left(cast: Any) -> None:
    conversation = start(cast)
    ask = ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    answer_ask(ask, by=cast.tom, accepts=True)
    message = Message.objects.get(conversation=conversation, kind="words")
    Message.objects.filter(pk=message.pk).update(held_at=clock.now())
    Membership.objects.filter(user__in=[cast.naima, cast.joris]).end_at_once(by=cast.marleen)
    assert not release_message(message, by=cast.marleen)
    assert read_by(conversation, cast.tom) == ["Tom Verbeek leest en schrijft hier vanaf nu mee."]
    assert return_message(message, "Er is niemand meer.", by=cast.marleen)


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
    for person, status in ((cast.samira, writer), (cast.naima, reader), (cast.tom, 404), (cast.marleen, 404)):
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


# What somebody stands on in a conversation


@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_seat_in_a_council_is_no_ground_in_a_conversation(cast: Any) -> None:
    conversation = start(cast)
    seat = Membership.objects.get(user=cast.pieterjan, role__name=Role.Name.MEMBER)
    now = conversation.started_at
    Participant.objects.create(conversation=conversation, person=cast.pieterjan, membership=seat, sees_from=now)
    assert read_by(conversation, cast.pieterjan) == []
    assert "Pieterjan" not in {row.person.first_name for row in everybody_in(conversation.pk)}


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
    one = limiting.Pace(
        Limit("one an hour, tried", 1, timedelta(hours=1)), Limit("nine a day, tried", 9, timedelta(days=1))
    )
    monkeypatch.setitem(limiting.MESSAGES, False, one)
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
    Membership.objects.filter(user=cast.wilma).end_at_once(by=cast.marleen)
    assert decide() == [], "who works here no more"
    Participant.objects.filter(pk=inside.pk).update(left_at=clock.now())
    assert decide() == [cast.marleen]


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
