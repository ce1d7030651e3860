"""One to one: who is in it, who reads what from when, and when it is delivered (B7, E8)."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations.actions import (
    Closed,
    answer_ask,
    ask_together,
    close_conversation,
    leave_note,
    let_in_colleagues,
    start_conversation,
    write_message,
)
from conversations.inbox import unread_number
from conversations.models import Conversation, Message, Participant, TogetherAsk
from groups.actions import give_role
from groups.models import Guardianship, Membership, Role, WorkingTime
from messaging.models import Reaction
from notifications.gathering import gather_due
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.school_times import keep_real_hours
from tests.test_query_counts import count

pytestmark = pytest.mark.django_db
TUESDAY_AFTERNOON, TUESDAY_EVENING, WEDNESDAY_MORNING = (
    "2026-11-24T15:30+01:00",
    "2026-11-24T20:00+01:00",
    "2026-11-25T08:05+01:00",
)


@pytest.fixture(autouse=True)
def real_hours(cast: Any) -> None:
    keep_real_hours(cast.school)
    for weekday in (1, 2, 3):
        WorkingTime.objects.create(user=cast.naima, weekday=weekday, begins_at=time(8), ends_at=time(17))
    for weekday in (4, 5):
        WorkingTime.objects.create(user=cast.joris, weekday=weekday, begins_at=time(8), ends_at=time(17))


def link_of(cast: Any, guardian: Any, pupil: Any) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian, pupil=pupil)


def start(cast: Any, **more: Any) -> Conversation:
    options = {"by": cast.samira, "school_group": cast.groep5, "key": uuid4(), **more}
    return start_conversation(link_of(cast, cast.samira, cast.yara), "Rekenen", "Ze vindt delen lastig.", **options)


def read_by(conversation: Conversation, user: Any) -> list[str]:
    row = Participant.objects.standing(user).filter(conversation=conversation).first()
    if row is None:
        return []
    return list(Message.objects.seen_by(row).order_by("deliver_at", "pk").values_list("text", flat=True))


def mailed() -> set[str]:
    """Who had a mail of notices by now."""
    gather_due()
    deliver_due()
    sent = OutboxMail.objects.filter(kind="notices", state="sent")
    return set(sent.values_list("recipient__first_name", flat=True))


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_mother_writes_to_the_teachers_who_share_it_and_nobody_else_reads_it(cast: Any) -> None:
    conversation = start(cast)
    for teacher in (cast.naima, cast.joris):
        assert read_by(conversation, teacher) == ["Ze vindt delen lastig."]
    for other in (cast.tom, cast.inge, cast.kwame, cast.fleur, cast.thijs, cast.marleen, cast.dennis, cast.wilma):
        assert read_by(conversation, other) == []
        assert not Conversation.objects.visible_to(other).exists()


@pytest.mark.clause("E8")
def test_words_of_staff_wait_for_their_next_opening(cast: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
    with time_machine.travel(TUESDAY_EVENING):
        message = write_message(conversation, "Ik help haar morgen.", by=cast.naima, key=uuid4())
        assert "Ik help haar morgen." not in read_by(conversation, cast.samira)
        assert "Ik help haar morgen." in read_by(conversation, cast.naima)
    assert clock.at_school(message.deliver_at).isoformat() == "2026-11-25T08:00:00+01:00"
    with time_machine.travel(WEDNESDAY_MORNING):
        assert "Ik help haar morgen." in read_by(conversation, cast.samira)


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_EVENING)
def test_what_cannot_wait_goes_at_once_with_its_reason(cast: Any) -> None:
    conversation = start(cast)
    message = write_message(conversation, "Bel me even.", by=cast.naima, key=uuid4(), why_now="Ze is haar bril kwijt.")
    assert message.deliver_at == message.written_at
    assert message.why_now == "Ze is haar bril kwijt."
    assert "Bel me even." in read_by(conversation, cast.samira)


@pytest.mark.clause("E8")
def test_who_writes_in_the_evening_hears_when_an_answer_comes_and_staff_are_left_alone(cast: Any) -> None:
    with time_machine.travel(TUESDAY_EVENING):
        conversation = start(cast)
        assert [row.kind for row in conversation.messages.order_by("pk")] == ["words", "answer"]
        assert "donderdag 26 november" in conversation.messages.get(kind="answer").text
        write_message(conversation, "En nog iets.", by=cast.samira, key=uuid4())
        assert conversation.messages.filter(kind="answer").count() == 1
        assert mailed() == set()
    with time_machine.travel(WEDNESDAY_MORNING):
        assert mailed() == {"Naima"}  # Joris works on Thursday


@pytest.mark.clause("B2", "B7", "B8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_it_ends_with_the_right_beneath_it(cast: Any) -> None:
    conversation = start(cast)
    Membership.objects.filter(user=cast.joris, role__school_group=cast.groep5).end_at_once(by=cast.marleen)
    assert read_by(conversation, cast.joris) == []
    Guardianship.objects.filter(guardian=cast.samira, pupil=cast.yara).update(barred_at=clock.now())
    assert read_by(conversation, cast.samira) == []
    with pytest.raises(Closed):
        write_message(conversation, "Hoor ik nog iets?", by=cast.samira, key=uuid4())


@pytest.mark.clause("B7")
def test_a_new_teacher_comes_in_announced_and_reads_from_then_on(cast: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
    with time_machine.travel(WEDNESDAY_MORNING):
        give_role(cast.thijs, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
        assert let_in_colleagues() == 1
        assert let_in_colleagues() == 0
        assert read_by(conversation, cast.thijs) == ["meester Thijs leest en schrijft hier vanaf nu mee."]


@pytest.mark.clause("B7")
def test_guardians_read_together_only_when_both_choose_it(cast: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
        ask = ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
        assert ask is not None
        assert read_by(conversation, cast.tom) == []
    with time_machine.travel(WEDNESDAY_MORNING):
        assert answer_ask(ask, by=cast.tom, accepts=True)
        assert not answer_ask(ask, by=cast.tom, accepts=False)
        assert read_by(conversation, cast.tom) == ["Tom Verbeek leest en schrijft hier vanaf nu mee."]
        assert TogetherAsk.objects.get().is_accepted


@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_is_closed_is_only_read(cast: Any) -> None:
    conversation = start(cast)
    assert close_conversation(conversation, by=cast.naima)
    with pytest.raises(Closed):
        write_message(conversation, "Toch nog iets.", by=cast.samira, key=uuid4())
    assert "Ze vindt delen lastig." in read_by(conversation, cast.samira)


@time_machine.travel(TUESDAY_AFTERNOON)
def test_sending_twice_is_sending_once(cast: Any) -> None:
    key = uuid4()
    assert start(cast, key=key) == start(cast, key=key)
    assert Message.objects.filter(kind="words").count() == 1


@time_machine.travel(TUESDAY_AFTERNOON)
@pytest.mark.parametrize("who", ["samira", "naima"])
def test_its_pages_answer(who: str, cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    client = client_of(getattr(cast, who))
    for page in ("/berichten/", "/berichten/nieuw/", f"/berichten/{conversation.pk}/"):
        assert client.get(page).status_code == 200, page
    assert count(client, f"/berichten/{conversation.pk}/") <= 9
    assert "Ze vindt delen lastig." in client.get(f"/berichten/{conversation.pk}/").content.decode()
    response = client.post(f"/berichten/{conversation.pk}/", {"text": "Dank je."})
    assert response.status_code == 302
    assert client.post(f"/berichten/{conversation.pk}/", {"text": " "}).status_code == 422
    assert client_of(cast.kwame).get(f"/berichten/{conversation.pk}/").status_code == 404


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_draft_about_one_child_becomes_a_message_to_its_parents(cast: Any, client_of: Any) -> None:
    naima = client_of(cast.naima)
    draft = {"title": "Over Bram", "text": "Bram huilde vandaag bij het buitenspelen."}
    response = naima.post("/berichten/nieuw/", draft)
    assert response["Location"] == f"/berichten/nieuw/leerling/{cast.bram.pk}/?mee=1"
    html = naima.get(response["Location"]).content.decode()
    assert "Bram huilde vandaag" in html
    of_another = naima.get(f"/berichten/nieuw/leerling/{cast.yara.pk}/").content.decode()
    assert "Bram huilde vandaag" not in of_another
    form = {"subject": "Over Bram", "text": draft["text"], "now": "on", "why_now": "Hij is verdrietig."}
    assert naima.post(response["Location"], form).status_code == 302
    assert draft["text"] in read_by(Conversation.objects.get(), cast.inge)
    assert "Bram huilde vandaag" not in naima.get(response["Location"]).content.decode()


@pytest.mark.clause("B4", "B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_reaction_can_go_to_the_teacher_instead(cast: Any, client_of: Any) -> None:
    inge = client_of(cast.inge)
    response = inge.post("/berichten/nieuw/", {"text": "Is hij goed aangekomen?"})
    assert response["Location"] == f"/berichten/nieuw/kind/{cast.bram.pk}/?mee=1"
    assert "Is hij goed aangekomen?" in inge.get(response["Location"]).content.decode()


@pytest.mark.clause("B4", "B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_reaction_that_goes_to_the_teacher_finds_the_child_by_its_group_or_its_name(
    cast: Any, client_of: Any, make_post: Any
) -> None:
    post = make_post(cast.groep5, cast.naima, title="Onze bruggen")
    samira, words = client_of(cast.samira), {"text": "Kan ze morgen eerder weg?"}
    page = f"/berichten/nieuw/?over={post.pk}"
    assert f'formaction="{page}"' in samira.get(f"/nieuws/{post.pk}/").content.decode()
    to_group = samira.post(page, words)["Location"]
    assert to_group == f"/berichten/nieuw/kind/{cast.yara.pk}/?over={post.pk}&mee=1"
    html = samira.get(to_group).content.decode()
    assert words["text"] in html
    assert 'value="Over: Onze bruggen"' in html
    for_all = make_post(cast.whole_school, cast.marleen, title="Morgen sneeuw")
    named = samira.post(f"/berichten/nieuw/?over={for_all.pk}", {"text": "Ilias is ziek."})["Location"]
    assert named == f"/berichten/nieuw/kind/{cast.ilias.pk}/?over={for_all.pk}&mee=1"
    asks = samira.post(f"/berichten/nieuw/?over={for_all.pk}", words)["Location"]
    assert asks == f"/berichten/nieuw/?over={for_all.pk}&mee=1"
    child = f"/berichten/nieuw/kind/{cast.yara.pk}/?over={for_all.pk}&mee=1"
    assert child.replace("&", "&amp;") in samira.get(asks).content.decode()
    assert words["text"] in samira.get(child).content.decode()


@pytest.mark.clause("B4", "B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_from_a_post_a_parent_writes_to_its_teachers_in_one_step(cast: Any, client_of: Any, make_post: Any) -> None:
    post = make_post(cast.groep5, cast.naima, title="Onze bruggen", text="We bouwden bruggen.")
    samira = client_of(cast.samira)  # a child in groep 5, and one in Egels
    page = f"/berichten/nieuw/?over={post.pk}"
    assert page in samira.get(f"/nieuws/{post.pk}/").content.decode()
    response = samira.get(page)
    assert response["Location"] == f"/berichten/nieuw/kind/{cast.yara.pk}/?over={post.pk}"
    html = samira.get(response["Location"]).content.decode()
    assert 'value="Over: Onze bruggen"' in html
    assert f'value="{cast.groep5.pk}" checked' in html
    assert "We bouwden bruggen" not in html
    assert client_of(cast.kwame).get(page).status_code == 404  # who does not read it learns no title
    for strange in ("", "x", "9" * 30, "0"):
        assert samira.get(f"/berichten/nieuw/?over={strange}").status_code == 404


@pytest.mark.clause("B4")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_about_a_post_for_all_a_parent_of_two_chooses_the_child(cast: Any, client_of: Any, make_post: Any) -> None:
    post = make_post(cast.whole_school, cast.marleen, title="De stalling")
    html = client_of(cast.samira).get(f"/berichten/nieuw/?over={post.pk}").content.decode()
    for child in (cast.yara, cast.ilias):
        assert f"/berichten/nieuw/kind/{child.pk}/?over={post.pk}" in html


@pytest.mark.clause("B4")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_from_a_reaction_a_teacher_writes_to_that_parent(cast: Any, client_of: Any, make_post: Any) -> None:
    post = make_post(cast.groep5, cast.naima, title="Onze bruggen")
    reaction = Reaction.objects.create(post=post, author=cast.samira, author_role="parent", text="Yara vond het eng.")
    naima, page = client_of(cast.naima), f"/berichten/nieuw/?reactie={reaction.pk}"
    assert page in naima.get(f"/nieuws/{post.pk}/").content.decode()
    response = naima.get(page)
    link = link_of(cast, cast.samira, cast.yara)
    assert response["Location"] == f"/berichten/nieuw/leerling/{cast.yara.pk}/?over={post.pk}&aan={link.pk}"
    html = naima.get(response["Location"]).content.decode()
    assert 'value="Over: Onze bruggen"' in html
    assert "vond het eng" not in html
    assert f'name="people" value="{link.pk}" checked' in html
    of_tom = link_of(cast, cast.tom, cast.yara)
    assert f'name="people" value="{of_tom.pk}">' in html  # the other parent only when the teacher says so
    for other in (cast.marleen, cast.fleur, cast.thijs, cast.tom):
        client = client_of(other)
        assert client.get(page).status_code == 404, other
        assert page not in client.get(f"/nieuws/{post.pk}/").content.decode()


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_note_for_a_colleague_stands_in_no_list_of_a_guardian(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    leave_note(conversation, "Moeder klonk gespannen.", by=cast.naima)
    assert "Moeder klonk gespannen." in client_of(cast.joris).get("/berichten/").content.decode()
    html = client_of(cast.samira).get("/berichten/").content.decode()
    assert "Moeder klonk gespannen." not in html
    assert "Ze vindt delen lastig." in html
    assert unread_number(cast.samira) == 0


def test_a_note_that_is_sent_twice_stands_once(cast, client_of):
    conversation = start(cast)
    naima, page = client_of(cast.naima), f"/berichten/{conversation.pk}/"
    said = {"text": "Bel jij morgen?", "key": str(uuid4())}
    assert [naima.post(f"{page}notitie/", said).status_code for _ in range(2)] == [302, 302]
    assert conversation.messages.filter(kind=Message.Kind.NOTE).count() == 1
    joris = client_of(cast.joris)
    assert joris.post(f"{page}notitie/", said).status_code == 404
    assert naima.post(page, said).status_code == 302, "the words to all are another thing than the note"
