"""The brake: nobody sends, everybody reads, and the head ends it."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations.actions import Closed, write_message
from conversations.models import Message
from groups.actions import give_role, resume_sending, stop_sending
from groups.models import SchoolGroup, silenced, stop_of
from messaging.actions import add_reaction, edit_reaction, publish_due_posts
from messaging.actions.reactions import ReactionsClosed
from messaging.models import Post, Reaction
from moderation.actions import Stopped, say_word
from moderation.subjects import find
from protocol import clock
from tests.factories import PostFactory
from tests.test_conversations import real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]
REASON, STOPPED = "Het loopt hoog op.", "De directie heeft versturen even stilgezet."


def reacts(user: Any, group: SchoolGroup) -> bool:
    return bool(SchoolGroup.objects.with_perm(user, "react").filter(pk=group.pk).exists())


@pytest.mark.clause("F5")
def test_a_stop_for_parents_leaves_them_reading_and_teachers_writing(cast: Any) -> None:
    conversation = start(cast)
    assert stop_sending(cast.school, "parents", "Het loopt hoog op.", by=cast.marleen)
    assert not reacts(cast.samira, cast.groep5)
    assert SchoolGroup.objects.with_perm(cast.samira, "read_group").filter(pk=cast.groep5.pk).exists()
    assert SchoolGroup.objects.with_perm(cast.naima, "post").filter(pk=cast.groep5.pk).exists()
    with pytest.raises(Closed):
        write_message(conversation, "Toch nog iets.", by=cast.samira, key=uuid4())
    write_message(conversation, "We praten morgen.", by=cast.naima, key=uuid4())


@pytest.mark.clause("F5")
def test_a_stop_for_everybody_leaves_only_the_head_writing(cast: Any) -> None:
    conversation = start(cast)
    stop_sending(cast.school, "all", "Het loopt hoog op.", by=cast.marleen)
    assert not SchoolGroup.objects.with_perm(cast.naima, "post").exists()
    assert SchoolGroup.objects.with_perm(cast.marleen, "post").exists()
    with pytest.raises(Closed):
        write_message(conversation, "We praten morgen.", by=cast.naima, key=uuid4())
    assert stop_sending(cast.school, "all", "Nog eens.", by=cast.marleen) is None
    assert resume_sending(cast.school, by=cast.marleen)
    assert not resume_sending(cast.school, by=cast.marleen)
    assert reacts(cast.samira, cast.groep5)


def test_only_the_head_has_the_brake(cast: Any, client_of: Any) -> None:
    for who in (cast.naima, cast.samira, cast.dennis):
        assert client_of(who).get("/beheer/rem/").status_code == 404
    head = client_of(cast.marleen)
    assert head.post("/beheer/rem/", {"whom": "parents"}).status_code == 422
    assert head.post("/beheer/rem/", {"whom": "parents", "reason": "Het loopt hoog op."}).status_code == 302
    assert "Het loopt hoog op." in head.get("/beheer/rem/").content.decode()
    assert not reacts(cast.samira, cast.groep5)
    head.post("/beheer/rem/", {"resume": "1"})
    assert reacts(cast.samira, cast.groep5)


@pytest.mark.clause("F5")
def test_where_a_parent_would_write_stands_why_not_and_the_words_stay(cast: Any, client_of: Any) -> None:
    conversation, post = start(cast), PostFactory(school_group=cast.groep5, author=cast.naima)
    stop_sending(cast.school, "parents", REASON, by=cast.marleen)
    samira = client_of(cast.samira)
    for page in (f"/berichten/{conversation.pk}/", f"/berichten/nieuw/kind/{cast.yara.pk}/", f"/nieuws/{post.pk}/"):
        html = samira.get(page).content.decode()
        assert STOPPED in html, page
        assert REASON in html, page
    answers = [
        samira.post(f"/berichten/{conversation.pk}/", {"text": "Toch nog iets."}),
        samira.post(f"/berichten/nieuw/kind/{cast.yara.pk}/", {"subject": "Nog iets", "text": "Toch nog iets."}),
        samira.post(f"/nieuws/{post.pk}/reactie/", {"text": "Toch nog iets."}),
    ]
    for response in answers:
        assert response.status_code == 422
        assert "Toch nog iets." in response.content.decode()
        assert REASON in response.content.decode()
    assert Message.objects.filter(kind="words").count() == 1
    assert not Reaction.objects.exists()
    assert samira.get("/schrijf-de-directie/").status_code == 200
    elsewhere = PostFactory(school_group=cast.egels, author=cast.thijs)
    assert client_of(cast.tom).post(f"/nieuws/{elsewhere.pk}/reactie/", {"text": "Hoi"}).status_code == 404


@pytest.mark.clause("F5")
def test_the_actions_refuse_too_not_only_the_pages(cast: Any) -> None:
    post = PostFactory(school_group=cast.groep5, author=cast.naima)
    reaction = add_reaction(post, "Leuk!", by=cast.samira)
    stop_sending(cast.school, "parents", REASON, by=cast.marleen)
    with pytest.raises(ReactionsClosed):
        add_reaction(post, "Nog iets.", by=cast.samira)
    assert not edit_reaction(reaction, "Iets anders.", by=cast.samira)
    with pytest.raises(Closed):
        start(cast)
    subject = find("post", post.pk)
    assert subject is not None
    with pytest.raises(Stopped):
        say_word(subject, "Wil je dit veranderen?", by=cast.samira)
    add_reaction(post, "Dank je.", by=cast.joris)
    resume_sending(cast.school, by=cast.marleen)
    add_reaction(post, "Nog iets.", by=cast.samira)
    say_word(subject, "Wil je dit veranderen?", by=cast.samira)


@pytest.mark.clause("F5")
def test_a_report_comes_through_and_a_word_does_not(cast: Any, client_of: Any) -> None:
    post = PostFactory(school_group=cast.groep5, author=cast.naima)
    page = f"/melden/post/{post.pk}/"
    assert 'value="woord"' in client_of(cast.samira).get(page).content.decode()
    stop_sending(cast.school, "all", REASON, by=cast.marleen)
    html = client_of(cast.samira).get(page).content.decode()
    assert 'value="woord"' not in html
    assert 'value="melding"' in html
    assert REASON in html


@pytest.mark.clause("F5")
def test_a_teacher_who_is_stopped_keeps_the_news_item_on_the_page(cast: Any, client_of: Any) -> None:
    naima = client_of(cast.naima)
    stop_sending(cast.school, "all", REASON, by=cast.marleen)
    assert REASON in naima.get("/schrijven/").content.decode()
    page = f"/groepen/{cast.groep5.pk}/nieuw/"
    assert naima.get(page).status_code == 200
    response = naima.post(page, {"title": "Dag", "text": "We gingen naar het bos.", "kind": "day"})
    assert response.status_code == 422
    assert "We gingen naar het bos." in response.content.decode()
    assert not Post.objects.exists()
    resume_sending(cast.school, by=cast.marleen)
    assert REASON not in naima.get(page).content.decode()
    assert client_of(cast.samira).get(page).status_code == 404


@pytest.mark.clause("F5")
@time_machine.travel("2026-11-24T15:30+01:00")
def test_what_was_planned_waits_for_the_end_of_the_stop(cast: Any) -> None:
    post = PostFactory(
        school_group=cast.groep5, author=cast.naima, state="planned", published_at=None, publish_at=clock.now()
    )
    stop_sending(cast.school, "all", REASON, by=cast.marleen)
    assert publish_due_posts() == 0
    post.refresh_from_db()
    assert post.state == "planned"
    resume_sending(cast.school, by=cast.marleen)
    assert publish_due_posts() == 1


@pytest.mark.clause("F5")
@pytest.mark.parametrize(
    ("whom", "who", "names", "holds"),
    [
        ("parents", "samira", (), True),
        ("parents", "naima", (), False),
        ("parents", "samira", ("teacher",), False),
        ("all", "naima", (), True),
        ("all", "naima", ("teacher",), True),
        ("all", "marleen", (), False),
        ("all", "henk", (), True),
    ],
)
def test_whom_a_stop_keeps_from_writing(cast: Any, whom: str, who: str, names: tuple[str, ...], holds: bool) -> None:
    user = getattr(cast, who)
    assert stop_of(user, *names) is None
    stop = stop_sending(cast.school, whom, REASON, by=cast.marleen)
    assert stop_of(user, *names) == (stop if holds else None)
    if not names:
        assert silenced(user) == (stop if holds else None)


@pytest.mark.clause("F5")
def test_who_is_a_teacher_too_is_stopped_as_a_parent_only(cast: Any) -> None:
    stop = stop_sending(cast.school, "parents", REASON, by=cast.marleen)
    give_role(cast.samira, "teacher", cast.egels, by=cast.marleen)
    assert stop_of(cast.samira) == stop
    assert silenced(cast.samira) is None
    post = PostFactory(school_group=cast.egels, author=cast.thijs)
    add_reaction(post, "Leuk!", by=cast.samira)


@pytest.mark.clause("F5")
def test_who_can_end_a_stop_sees_at_the_desk_that_it_holds(cast: Any, client_of: Any) -> None:
    head, says = client_of(cast.marleen), "Ouders kunnen nu niets versturen."
    assert says not in head.get("/directie/").content.decode()
    stop_sending(cast.school, "parents", REASON, by=cast.marleen)
    assert says in head.get("/directie/").content.decode()


@pytest.mark.clause("F5")
@time_machine.travel("2026-11-24T15:30+01:00")
def test_who_is_stopped_is_asked_to_write_nothing(cast: Any, client_of: Any) -> None:
    stop_sending(cast.school, "parents", REASON, by=cast.marleen)
    page, samira = f"/berichten/nieuw/kind/{cast.yara.pk}/", client_of(cast.samira)
    html = samira.get(page).content.decode()
    assert STOPPED in html
    assert "<textarea" not in html
    kept = samira.post(page, {"subject": "Gym", "text": "Ze heeft geen schoenen.", "desk": str(cast.groep5.pk)})
    assert "Ze heeft geen schoenen." in kept.content.decode()
