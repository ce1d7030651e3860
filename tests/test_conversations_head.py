"""What the head decides about conversations: the agreements, who takes them over, and who may help (B7, E8)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import AuditEntry
from conversations.actions import (
    Closed,
    bring_in,
    change_conversation_policy,
    close_conversation,
    hand_over,
    leave_note,
    let_in_colleagues,
    write_message,
)
from conversations.handing_over import moves_of
from conversations.models import Conversation, ConversationPolicy, Message, Participant
from conversations.permissions import helpers_for
from groups.actions import give_role
from groups.models import Enrolment, Membership, Restriction, Role, School
from notifications.models import Notice
from protocol import clock
from tests.test_conversations import TUESDAY_AFTERNOON, WEDNESDAY_MORNING, read_by, real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]
POLICY, SAVE, OVER = "/beheer/gesprekken/", "/beheer/gesprekken/opslaan/", "/beheer/gesprekken/overdracht/"
SETTINGS = {"answer_days": "3", "when_urgent": "Bel 030 123 45 67.", "shows_read": "on", "answers_by_itself": "on"}


def moved(cast: Any, group: Any) -> None:
    """Yara goes to another class as from today."""
    today = clock.today()
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=today - timedelta(days=1))
    Enrolment.objects.create(pupil=cast.yara, school_group=group, valid_from=today)


@pytest.mark.clause("B7", "E8")
def test_the_head_sets_the_agreements_and_each_that_changed_is_on_the_record(cast: Any, client_of: Any) -> None:
    assert client_of(cast.marleen).post(SAVE, SETTINGS).status_code == 302
    policy = ConversationPolicy.objects.get()
    assert (policy.care_takes_part, policy.shows_read, policy.answers_by_itself) == (False, True, True)
    assert (policy.answer_days, policy.when_urgent) == (3, "Bel 030 123 45 67.")
    assert not School.objects.get().mails_show_titles
    details = set(AuditEntry.objects.filter(event="conversation_policy_changed").values_list("detail", flat=True))
    assert len(details) == 4
    assert any(detail.endswith(": nee") for detail in details)
    assert any("Bel 030" in detail for detail in details)
    client_of(cast.marleen).post(SAVE, SETTINGS)
    assert AuditEntry.objects.filter(event="conversation_policy_changed").count() == 4


def test_what_cannot_be_stays_in_the_form(cast: Any, client_of: Any) -> None:
    response = client_of(cast.marleen).post(SAVE, SETTINGS | {"answer_days": "40", "when_urgent": "x" * 201})
    assert response.status_code == 422
    assert "x" * 201 in response.content.decode()
    assert not ConversationPolicy.objects.exists()


@pytest.mark.clause("B7")
def test_the_ict_contact_reads_the_agreements_and_changes_nothing(cast: Any, client_of: Any) -> None:
    dennis = client_of(cast.dennis)
    html = dennis.get(POLICY).content.decode()
    assert "disabled" in html
    assert OVER not in html
    assert dennis.post(SAVE, SETTINGS).status_code == 404
    assert client_of(cast.naima).get(POLICY).status_code == 404


@pytest.mark.clause("B7")
def test_the_head_hands_over_by_numbers_and_reads_nothing(cast: Any, client_of: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
        moved(cast, cast.egels)
        head = client_of(cast.marleen)
        html = head.get(OVER).content.decode()
        assert "1 open gesprek" in html
        assert "Groep 5" in html
        assert "meester Thijs" in html
        assert "Rekenen" not in html
        assert "delen" not in html
        move = moves_of(cast.school)[0]
        assert head.post(OVER, {"move": move.key, "give": "1"}).status_code == 302
    with time_machine.travel(WEDNESDAY_MORNING):
        assert moves_of(cast.school) == []
        read = read_by(conversation, cast.thijs)
        assert read[0].startswith("De school gaf dit gesprek door")
        assert "meester Thijs leest en schrijft hier vanaf nu mee." in read
        assert "Ze vindt delen lastig." not in read
        assert read_by(conversation, cast.marleen) == []
        assert read_by(conversation, cast.naima) == []  # it is Thijs who teaches Yara now
    assert AuditEntry.objects.filter(event="conversation_handed_over").count() == 1


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_helps_beside_the_teachers_stays_when_it_is_handed_over(cast: Any) -> None:
    conversation = start(cast)
    helper = next(row for row in helpers_for(conversation) if row.user == cast.wilma)
    assert bring_in(conversation, helper, by=cast.naima)
    moved(cast, cast.egels)
    assert hand_over(conversation, cast.egels, by=cast.marleen)
    assert [row.person for row in Participant.objects.standing().of_staff()] == [cast.wilma, cast.thijs]


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_head_closes_what_does_not_go_along(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    moved(cast, cast.egels)
    head = client_of(cast.marleen)
    head.post(OVER, {"move": "1-2", "close": "1"})
    head.post(OVER, {"move": moves_of(cast.school)[0].key, "close": "1"})
    conversation.refresh_from_db()
    assert conversation.closed_at is not None
    assert moves_of(cast.school) == []
    assert not hand_over(conversation, cast.egels, by=cast.marleen)


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_of_a_child_that_leaves_conversations_are_only_closed(cast: Any, client_of: Any) -> None:
    start(cast)
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=clock.today() - timedelta(days=1))
    move = moves_of(cast.school)[0]
    assert move.to is None
    head = client_of(cast.marleen)
    html = head.get(OVER).content.decode()
    assert 'name="close"' in html
    assert 'name="give"' not in html
    head.post(OVER, {"move": move.key, "give": "1"})
    assert Conversation.objects.get().closed_at is None


@pytest.mark.clause("B7")
def test_who_teaches_next_year_only_comes_in_by_itself(cast: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
        Membership.objects.filter(role__school_group=cast.egels, role__name=Role.Name.TEACHER).delete()
        assert hand_over(conversation, cast.egels, by=cast.marleen)
        assert not hand_over(conversation, cast.egels, by=cast.marleen)
        assert read_by(conversation, cast.thijs) == []
    with time_machine.travel(WEDNESDAY_MORNING):
        give_role(cast.thijs, Role.Name.TEACHER, cast.egels, by=cast.marleen)
        assert let_in_colleagues() == 1
        assert read_by(conversation, cast.thijs) == ["meester Thijs leest en schrijft hier vanaf nu mee."]


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_teacher_who_comes_back_is_let_in_again(cast: Any) -> None:
    conversation = start(cast)
    Membership.objects.filter(user=cast.joris, role__school_group=cast.groep5).end_at_once(by=cast.marleen)
    assert read_by(conversation, cast.joris) == []
    give_role(cast.joris, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    assert let_in_colleagues() == 1
    assert read_by(conversation, cast.joris) == ["meester Joris leest en schrijft hier vanaf nu mee."]


@pytest.mark.clause("B7")
@pytest.mark.parametrize("who", ["samira", "naima"])
def test_either_side_brings_in_who_may_help_announced_and_from_then_on(who: str, cast: Any, client_of: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
    with time_machine.travel(WEDNESDAY_MORNING):
        client = client_of(getattr(cast, who))
        page = f"/berichten/{conversation.pk}/erbij/"
        html = client.get(page).content.decode()
        assert "Wilma" in html
        assert client.post(page, {"helper": "0"}).status_code == 422
        helper = next(row for row in helpers_for(conversation) if row.user == cast.wilma)
        assert client.post(page, {"helper": str(helper.pk)}).status_code == 302
        read = read_by(conversation, cast.wilma)
        assert len(read) == 1
        assert "Wilma" in read[0]
        assert "haalde" in read[0]
        assert read[0] in read_by(conversation, cast.samira)
        assert Notice.objects.filter(recipient=cast.wilma, kind="new_message").count() == 1
        assert bring_in(conversation, helper, by=getattr(cast, who)) is None
        assert helper not in helpers_for(conversation)


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_only_who_writes_in_it_brings_somebody_in(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    helper = next(row for row in helpers_for(conversation) if row.user == cast.marleen)
    with pytest.raises(Closed):
        bring_in(conversation, helper, by=cast.kwame)
    page = f"/berichten/{conversation.pk}/erbij/"
    assert client_of(cast.kwame).get(page).status_code == 404
    close_conversation(conversation, by=cast.naima)
    assert client_of(cast.samira).get(page).status_code == 404
    with pytest.raises(Closed):
        bring_in(conversation, helper, by=cast.samira)
    assert not Participant.objects.filter(person=cast.marleen).exists()


@pytest.mark.clause("B7", "F5")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_care_helps_where_the_head_lets_it_and_no_measure_stands(cast: Any) -> None:
    conversation = start(cast)
    assert {row.user for row in helpers_for(conversation)} == {cast.marleen, cast.wilma}
    today = clock.today()
    facts = {"starts_on": today, "until": today, "reason": "Rust.", "decided_by": cast.marleen}
    Restriction.objects.create(person=cast.wilma, kind="read", **facts)
    assert {row.user for row in helpers_for(conversation)} == {cast.marleen}
    Restriction.objects.all().delete()
    change_conversation_policy(cast.school, by=cast.marleen, care_takes_part=False)
    conversation = Conversation.objects.get()
    assert {row.user for row in helpers_for(conversation)} == {cast.marleen}


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_the_care_coordinator_finds_a_pupil_and_writes_to_its_parents(cast: Any, client_of: Any) -> None:
    wilma = client_of(cast.wilma)
    assert "/berichten/nieuw/zorg/" in wilma.get("/berichten/nieuw/").content.decode()
    found = wilma.get("/berichten/nieuw/zorg/?q=YAR").content.decode()
    assert f"/berichten/nieuw/zorg/{cast.yara.pk}/" in found
    assert f"/berichten/nieuw/zorg/{cast.bram.pk}/" not in found
    assert "Geen leerling heet" in wilma.get("/berichten/nieuw/zorg/?q=xyzzy").content.decode()
    assert cast.yara.last_name not in wilma.get("/berichten/nieuw/zorg/").content.decode()
    page = f"/berichten/nieuw/zorg/{cast.yara.pk}/"
    assert wilma.get(page).status_code == 200
    assert wilma.post(page, {"subject": "Rekenen", "text": "Kom je praten?"}).status_code == 422
    people = [cast.yara.guardianships.get(guardian=cast.samira).pk]
    form = {"subject": "Rekenen", "text": "Kom je praten?", "people": people, "key": str(uuid4())}
    assert wilma.post(page, form).status_code == 302
    conversation = Conversation.objects.get()
    assert (conversation.desk, conversation.school_group) == ("care", None)
    assert read_by(conversation, cast.samira) == ["Kom je praten?"]
    assert read_by(conversation, cast.naima) == []


@pytest.mark.clause("B7")
def test_where_the_head_says_no_care_writes_to_nobody(cast: Any, client_of: Any) -> None:
    change_conversation_policy(cast.school, by=cast.marleen, care_takes_part=False)
    wilma = client_of(cast.wilma)
    for page in ("/berichten/nieuw/zorg/", f"/berichten/nieuw/zorg/{cast.yara.pk}/"):
        assert wilma.get(page).status_code == 404
    assert client_of(cast.naima).get("/berichten/nieuw/zorg/").status_code == 404


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_note_for_colleagues_shows_nowhere_to_a_parent(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    Participant.objects.filter(person=cast.samira).update(read_until=clock.now())
    leave_note(conversation, "Moeder belde boos.", by=cast.naima)
    html = client_of(cast.samira).get("/berichten/").content.decode()
    assert "Moeder belde boos." not in html
    assert 'data-unread="0"' in html
    html = client_of(cast.joris).get("/berichten/").content.decode()
    assert "Moeder belde boos." in html
    assert 'data-unread="1"' in html


@pytest.mark.clause("B7")
def test_the_menu_shows_in_how_many_conversations_something_is_new(cast: Any, client_of: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
        start(cast)
        naima, samira = client_of(cast.naima), client_of(cast.samira)
        assert 'data-unread="2"' in naima.get("/").content.decode()
        assert 'data-unread="0"' in samira.get("/").content.decode()
        naima.get(f"/berichten/{conversation.pk}/")
        assert 'data-unread="1"' in naima.get("/").content.decode()
        assert 'data-unread="0"' in client_of(cast.kwame).get("/").content.decode()
    with time_machine.travel("2026-11-24T20:00+01:00"):
        conversation = Conversation.objects.first()
        write_message(conversation, "Morgen verder.", by=cast.naima, key=uuid4())
        assert 'data-unread="0"' in samira.get("/").content.decode()
    with time_machine.travel(WEDNESDAY_MORNING):
        assert 'data-unread="1"' in samira.get("/").content.decode()
    assert Message.objects.filter(kind="words").count() == 3
