"""The life of a post: what happens to it, once, and what is kept."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groups.models import Membership
from messaging.actions import (
    ChangedMeanwhile,
    Content,
    Incomplete,
    KeyTaken,
    Sheet,
    discard_draft,
    edit_post,
    open_draft,
    publish_due_posts,
    publish_post,
    save_draft,
    set_reactions_open,
    write_post,
)
from messaging.actions.publishing import publish_if_ready
from messaging.models import Photo, Post, PostVersion
from protocol import clock

BRIDGES = Content("learning", "Bruggen", "We bouwden bruggen.")

one = pytest.mark.django_db


def leave(person) -> None:
    """All memberships of this person ended yesterday."""
    day = clock.today()
    Membership.objects.filter(user=person).update(valid_from=day - timedelta(9), valid_until=day - timedelta(1))


@one
@pytest.mark.clause("B6")
def test_saving_twice_is_saving_once_and_the_hat_is_recorded(cast) -> None:
    key = uuid.uuid4()
    first = save_draft(cast.groep5, Content("day", "", ""), key=key, by=cast.fleur)
    second = save_draft(cast.groep5, BRIDGES, key=key, by=cast.fleur)
    assert (first.pk, second.title, second.author_role) == (second.pk, "Bruggen", "trainee")


@one
def test_a_key_of_another_person_or_group_is_refused_and_nothing_changes(cast) -> None:
    theirs = save_draft(cast.groep5, BRIDGES, key=uuid.uuid4(), by=cast.joris)
    for group, person in ((cast.groep5, cast.naima), (cast.team, cast.joris)):
        with pytest.raises(KeyTaken):
            save_draft(group, Content("day", "x", "x"), key=theirs.key, by=person)
        with pytest.raises(KeyTaken):
            open_draft(group, key=theirs.key, by=person)
        with pytest.raises(KeyTaken):
            write_post(group, Sheet(Content("day", "x", "x")), key=theirs.key, by=person)
    theirs.refresh_from_db()
    assert (theirs.title, theirs.state, theirs.author) == ("Bruggen", "draft", cast.joris)


@one
def test_opening_a_draft_never_empties_it(cast) -> None:
    post = save_draft(cast.groep5, BRIDGES, key=uuid.uuid4(), by=cast.naima)
    assert open_draft(cast.groep5, key=post.key, by=cast.naima).text == BRIDGES.text
    assert open_draft(cast.groep5, key=uuid.uuid4(), by=cast.naima).text == ""


@one
def test_what_is_out_is_not_changed_by_saving_the_draft_again(cast) -> None:
    post = publish_post(save_draft(cast.groep5, BRIDGES, key=uuid.uuid4(), by=cast.naima), by=cast.naima)
    again = save_draft(cast.groep5, Content("day", "Anders", "Anders"), key=post.key, by=cast.naima, alts={"x": "y"})
    assert (again.state, again.title) == ("published", "Bruggen")
    assert write_post(cast.groep5, Sheet(BRIDGES), key=post.key, by=cast.naima).was_out
    assert not discard_draft(post, by=cast.naima)
    assert publish_post(post, by=cast.naima).published_at == post.published_at


@one
def test_a_photo_gets_its_description_with_the_draft(cast, make_photo) -> None:
    post = open_draft(cast.groep5, key=uuid.uuid4(), by=cast.naima)
    photo, other = make_photo(post), make_photo(post, alt="Blijft")
    save_draft(cast.groep5, BRIDGES, key=post.key, by=cast.naima, alts={str(photo.key): "Een emmer zand"})
    photo.refresh_from_db()
    other.refresh_from_db()
    assert (photo.alt, other.alt) == ("Een emmer zand", "Blijft")


@one
@pytest.mark.clause("D7")
@pytest.mark.parametrize("content", [Content("day", "", "x"), Content("day", "x", "\u200b"), Content("day", "x", "")])
def test_what_is_incomplete_does_not_go_out(cast, content) -> None:
    post = save_draft(cast.groep5, content, key=uuid.uuid4(), by=cast.naima)
    with pytest.raises(Incomplete) as stopped:
        publish_post(post, by=cast.naima)
    assert stopped.value.findings
    post.refresh_from_db()
    assert post.state == "draft"


@one
@pytest.mark.clause("D7")
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "party"},
        {"title": ""},
        {"text": ""},
        {"text": "x" * 10_001},
        {"state": "published", "published_at": None},
        {"state": "planned", "publish_at": None, "published_at": None},
    ],
)
def test_the_database_refuses_it_too(cast, make_post, fields) -> None:
    post = make_post(cast.groep5, cast.naima)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**fields)


@one
def test_a_post_waits_for_its_photos_and_nobody_reads_it_until_then(cast, make_photo) -> None:
    post = open_draft(cast.groep5, key=uuid.uuid4(), by=cast.naima)
    photo = make_photo(post, ready=False)
    post = publish_post(save_draft(cast.groep5, BRIDGES, key=post.key, by=cast.naima), by=cast.naima)
    assert post.state == "planned"
    assert publish_due_posts() == 0
    assert not Post.objects.visible_to(cast.samira).filter(pk=post.pk).exists()
    photo.delete()
    make_photo(post)
    assert publish_due_posts() == 1
    assert publish_due_posts() == 0
    assert Post.objects.visible_to(cast.samira).filter(pk=post.pk).exists()


@one
def test_a_refused_photo_sends_the_post_back_with_the_rest_kept(cast, make_photo) -> None:
    post = open_draft(cast.groep5, key=uuid.uuid4(), by=cast.naima)
    make_photo(post)
    make_photo(post, ready=False, state="refused", reason="Geen foto")
    post = publish_post(save_draft(cast.groep5, BRIDGES, key=post.key, by=cast.naima), by=cast.naima)
    assert (post.state, post.publish_at, post.text, post.photos.count()) == ("draft", None, BRIDGES.text, 2)


@one
@pytest.mark.clause("B4")
def test_a_right_lost_while_waiting_sends_the_post_back(cast, make_photo) -> None:
    post = open_draft(cast.groep5, key=uuid.uuid4(), by=cast.naima)
    photo = make_photo(post, ready=False)
    publish_post(save_draft(cast.groep5, BRIDGES, key=post.key, by=cast.naima), by=cast.naima)
    leave(cast.naima)
    photo.delete()
    assert publish_due_posts() == 0
    post.refresh_from_db()
    assert (post.state, post.published_at) == ("draft", None)


@one
def test_what_is_planned_for_later_waits_for_its_moment(cast, make_post) -> None:
    later = make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now() + timedelta(minutes=1))
    assert not publish_if_ready(later.pk)
    Post.objects.filter(pk=later.pk).update(publish_at=clock.now())
    assert publish_if_ready(later.pk)
    assert not publish_if_ready(later.pk)


@one
def test_a_whole_form_is_taken_with_order_and_files_or_kept_as_a_draft(cast, make_photo, photo_file) -> None:
    key = uuid.uuid4()
    post = open_draft(cast.groep5, key=key, by=cast.naima)
    first, second = make_photo(post), make_photo(post)
    order = [str(second.key), str(first.key)]
    sheet = Sheet(BRIDGES, photos=[photo_file("derde.jpg")], order=order, is_sent=False)
    written = write_post(cast.groep5, sheet, key=key, by=cast.naima)
    assert (written.post.state, written.refused, written.was_out) == ("draft", [], False)
    assert list(post.photos.values_list("filename", flat=True))[-1] == "derde.jpg"
    assert list(post.photos.values_list("key", flat=True))[:2] == [second.key, first.key]


@one
def test_throwing_away_takes_photos_along_and_only_ones_own_draft(cast, make_photo) -> None:
    post = save_draft(cast.groep5, BRIDGES, key=uuid.uuid4(), by=cast.naima)
    make_photo(post)
    assert not discard_draft(post, by=cast.joris)
    assert discard_draft(post, by=cast.naima)
    assert not Photo.objects.filter(post_id=post.pk).exists()


# Changing what was placed


@one
def test_every_earlier_text_is_kept_and_nothing_when_nothing_changed(cast, make_post) -> None:
    post = make_post(cast.groep5, cast.naima, photos=1)
    same = Content(post.kind, post.title, post.text, post.reactions_open)
    assert not edit_post(post, same, by=cast.naima)
    assert edit_post(post, Content(post.kind, post.title, post.text, reactions_open=False), by=cast.naima)
    post.refresh_from_db()
    assert (post.edited_at, post.reactions_open, PostVersion.objects.count()) == (None, False, 0)
    assert edit_post(post, BRIDGES, by=cast.naima, seen=post.content_hash())
    photo = post.photos.get()
    assert edit_post(post, BRIDGES, by=cast.naima, alts={str(photo.key): "Nieuw"})
    texts = list(PostVersion.objects.order_by("pk").values_list("title", "photos"))
    described = [{"key": str(photo.key), "alt": photo.alt}]
    assert texts == [(post.title, described), ("Bruggen", described)]


@one
def test_an_edit_upon_an_older_text_is_stopped(cast, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    seen = post.content_hash()
    edit_post(post, BRIDGES, by=cast.naima, seen=seen)
    with pytest.raises(ChangedMeanwhile) as stopped:
        edit_post(post, Content("day", "Anders", "Anders"), by=cast.naima, seen=seen)
    assert stopped.value.post.title == "Bruggen"
    assert not edit_post(post, BRIDGES, by=cast.naima, seen=seen), "the same form twice is no conflict"
    assert PostVersion.objects.count() == 1


@one
def test_only_the_author_edits_and_only_what_is_out_and_complete(cast, make_post) -> None:
    post, draft = make_post(cast.groep5, cast.naima), make_post(cast.groep5, cast.naima, state="draft")
    for target, person in ((post, cast.joris), (draft, cast.naima)):
        with pytest.raises(Post.DoesNotExist):
            edit_post(target, BRIDGES, by=person)
    with pytest.raises(Incomplete):
        edit_post(post, Content("party", "", ""), by=cast.naima)
    assert PostVersion.objects.count() == 0


@one
@pytest.mark.clause("B4")
def test_reactions_open_and_close_once(cast, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    asked = (True, False, False, True)
    assert [set_reactions_open(post, is_open, by=cast.naima) for is_open in asked] == [False, True, False, True]


# Races, with real threads


@pytest.mark.django_db(transaction=True)
def test_eight_times_the_same_form_at_once_is_one_post_with_its_photos_once(cast, race, photo_file) -> None:
    key = uuid.uuid4()
    sheets = [
        Sheet(BRIDGES, photos=[photo_file("een.jpg"), photo_file("twee.jpg")], recognisable="nobody", no_swimwear=True)
        for _ in range(8)
    ]

    written = race(lambda n: write_post(cast.groep5, sheets[n], key=key, by=cast.naima), 8)
    assert [repr(answer) for answer in written if isinstance(answer, Exception)] == []
    post = Post.objects.get(key=key)
    assert post.photos.count() == 2
    assert post.state == "planned"
    assert sum(not answer.was_out for answer in written) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_publish_exactly_once(cast, race, make_post) -> None:
    post = make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now())
    won = race(lambda n: publish_if_ready(post.pk), 8)
    assert sorted(won, key=repr) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_eight_edits_at_once_upon_one_text_one_wins_and_the_rest_hear_so(cast, race, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    seen = post.content_hash()
    answers = race(lambda n: edit_post(post, Content("day", f"Titel {n}", "Tekst"), by=cast.naima, seen=seen), 8)
    assert sum(answer is True for answer in answers) == 1
    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 7
    assert PostVersion.objects.filter(post=post).count() == 1
