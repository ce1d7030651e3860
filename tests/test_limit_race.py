"""Eight writers at once on one group and day: the database lets one through, and loses nothing (D10)."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from groups.actions import give_role
from groups.models import PostingPolicy
from messaging.actions import Content, approve, hash_of, publish_due_posts, publish_post, save_draft
from messaging.actions.scheduling import Choice
from messaging.models import Approval, Exemption, Photo, Post
from messaging.rules import How
from protocol import clock
from tests.erased import erased

WRITERS = 8


def write(group, author, number: int) -> Post:
    return save_draft(group, Content("day", f"Bericht {number}", "Van ons."), key=uuid.uuid4(), by=author)


def race_for_a_day(cast, race, rounds: int) -> None:
    authors = [cast.naima, cast.joris]
    for day in range(rounds):
        with time_machine.travel(clock.now() + timedelta(minutes=day), tick=True):
            drafts = [write(cast.groep5, authors[number % 2], number) for number in range(WRITERS)]
            sent = race(lambda number, drafts=drafts: publish_post(drafts[number], by=drafts[number].author), WRITERS)
        assert all(isinstance(post, Post) for post in sent), sent
        rows = list(Post.objects.filter(pk__in=[draft.pk for draft in drafts]))
        assert len(rows) == WRITERS, "nothing is lost"
        assert {post.state for post in rows} <= {"planned", "published"}
        assert max(Counter(post.slot_on for post in rows).values()) == 1, "never two on a day"
        assert sum(post.state == "published" for post in rows) == 1
        erased(Post)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_of_eight_writers_at_once_each_gets_a_day_of_the_group(cast, race) -> None:
    race_for_a_day(cast, race, rounds=12)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_in_a_thousand_rounds_of_eight_writers_no_day_has_two(cast, race) -> None:
    race_for_a_day(cast, race, rounds=1000)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_where_writers_count_too_one_author_at_once_in_two_groups_gets_two_days(cast, race) -> None:
    PostingPolicy.objects.update(counts_per=PostingPolicy.CountsPer.BOTH)
    give_role(cast.naima, "teacher", cast.groep8, by=cast.marleen)
    drafts = [write(group, cast.naima, number) for number, group in enumerate([cast.groep5, cast.groep8] * 3)]
    sent = race(lambda number: publish_post(drafts[number], by=cast.naima), len(drafts))
    assert all(isinstance(post, Post) for post in sent), sent
    days = Post.objects.values_list("slot_on", flat=True)
    assert len(set(days)) == len(drafts)
    assert set(Post.objects.values_list("author_slot", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_of_eight_urgent_posts_at_once_two_are_free_and_the_head_is_asked_about_the_rest(cast, race) -> None:
    publish_post(write(cast.groep5, cast.joris, 0), by=cast.joris)
    drafts = [write(cast.groep5, cast.naima, number) for number in range(WRITERS)]
    urgent = Choice(How.URGENT, reason="De bus is stuk.")
    sent = race(lambda number: publish_post(drafts[number], by=cast.naima, choice=urgent), WRITERS)
    assert all(isinstance(post, Post) for post in sent), sent
    states = Counter(Exemption.objects.values_list("state", flat=True))
    assert states == {"taken": 2, "asked": 6}
    assert Counter(Post.objects.filter(author=cast.naima).values_list("state", flat=True)) == {
        "published": 2,
        "planned": 6,
    }


@pytest.mark.django_db
@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    "change",
    [
        {"slot_on": None, "slot_number": None},
        {"slot_number": None},
        {"slot_number": 0},
        {"state": "draft", "published_at": None},
        {"exempt": "urgent"},
        {"consent": "waiting"},
        {"consent": "approved"},
    ],
)
def test_the_database_itself_refuses_a_post_that_is_out_without_its_place(cast, change) -> None:
    post = publish_post(write(cast.groep5, cast.naima, 1), by=cast.naima)
    assert (post.state, post.slot_number) == ("published", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**change)


@pytest.mark.django_db
@pytest.mark.clause("D10")
def test_the_database_itself_refuses_two_posts_on_one_place(cast) -> None:
    first = publish_post(write(cast.groep5, cast.naima, 1), by=cast.naima)
    second = publish_post(write(cast.groep5, cast.joris, 2), by=cast.joris)
    assert (second.state, second.slot_on > first.slot_on) == ("planned", True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=second.pk).update(slot_on=first.slot_on)


@pytest.mark.django_db
@pytest.mark.clause("B5")
def test_the_database_itself_refuses_that_somebody_approves_the_own_post(cast) -> None:
    post = publish_post(write(cast.groep5, cast.naima, 1), by=cast.naima)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(consent="approved", approved_by=cast.naima, approved_hash="x")


@pytest.mark.django_db
@pytest.mark.clause("B5")
def test_words_that_nobody_agreed_with_are_asked_about_instead_of_published(cast, make_photo) -> None:
    draft = write(cast.mr, cast.pieterjan, 1)
    photo = make_photo(draft, ready=False)
    post = publish_post(draft, by=cast.pieterjan)
    approval = Approval.objects.get(post=post)
    approve(approval, by=cast.marleen, seen=hash_of(approval))
    post.refresh_from_db()
    assert post.state == "planned", "its photo is not ready"
    Post.objects.filter(pk=post.pk).update(text="Heel iets anders.")  # by whatever other path
    Photo.objects.filter(pk=photo.pk).update(state="ready", width=4, height=3, original="", small_webp="x.webp")
    assert publish_due_posts() == 0
    post.refresh_from_db()
    assert (post.state, post.approved_by) == ("waiting", None)
    assert Approval.objects.open().get(post=post).content_hash == post.content_hash()
