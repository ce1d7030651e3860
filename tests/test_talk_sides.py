"""Who is on which side of a conversation, and what is refused where one side is not there (B7)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations.actions import (
    NobodyThere,
    answer_ask,
    ask_together,
    change_conversation_policy,
    let_in_colleagues,
    release_message,
    return_message,
    start_conversation,
)
from conversations.models import Conversation, Message, Participant
from conversations.permissions import helpers_for
from groups.actions import give_role
from groups.models import Enrolment, Guardianship, Membership, Role
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
def test_who_becomes_a_guardian_of_the_child_is_no_teacher_there_from_that_moment(cast: Any, client_of: Any) -> None:
    his = write_about(cast, cast.tom, cast.groep5)
    assert read_by(his, cast.naima) == ["Hoe gaat het?"]
    link = Guardianship.objects.create(guardian=cast.naima, pupil=cast.yara, relation="carer", valid_from=clock.today())
    naima = client_of(cast.naima)
    assert naima.get(f"/berichten/{his.pk}/").status_code == 404
    assert "Gym" not in naima.get("/berichten/").content.decode()
    assert let_in_colleagues() == 0
    assert read_by(his, cast.joris) == ["Hoe gaat het?"], "who else teaches there reads on"
    link.relation, link.has_authority = "guardian", True
    link.save()
    parents = Membership.objects.get(user=cast.tom, guardianship__pupil=cast.yara).role
    Membership.objects.create(user=cast.naima, role=parents, guardianship=link, valid_from=clock.today())
    assert client_of(cast.tom).post(f"/berichten/{his.pk}/samen/", {"link": link.pk}).status_code == 302
    assert naima.post(f"/berichten/samen/{his.asks.get().pk}/", {"yes": "1"}).status_code == 302
    assert read_by(his, cast.naima) == ["Naima El Idrissi leest en schrijft hier vanaf nu mee."]
    assert not Participant.objects.grounded(cast.naima).get().is_staff


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
