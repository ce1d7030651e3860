"""Removals and all else at the same moment: one wins, nothing goes without its hard copy, the chain is whole (F6)."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from accounts.models import Tries
from consent import chain
from groups.models import School
from messaging.actions import (
    Content,
    add_reaction,
    edit_post,
    edit_reaction,
    point_out,
    say_of_series,
)
from messaging.actions.reactions import ReactionsClosed
from messaging.models import Photo, Post, Reaction
from moderation import packages
from moderation.actions import Gone, remove, seal_removals, take_back
from moderation.models import ArchiveLink, Package, Removal, SealedRow
from moderation.subjects import find
from protocol import clock
from tests.answered import say, say_for_group
from tests.test_consent_race import at_each_statement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("F6", "D12")]


def take(kind, row, by, clause_id="E4"):
    subject = find(kind, row.pk)
    if subject is not None:
        with suppress(Gone):
            remove(subject, by=by, clause_id=clause_id, reason="Past niet.")


def is_whole(school: School, after: int = 0) -> int:
    """The chain has no fork and no gap, each package beyond link ``after`` is what its link says; the number of
    links."""
    links = list(ArchiveLink.objects.filter(school=school).order_by("number"))
    assert [link.number for link in links] == list(range(1, len(links) + 1))
    previous = chain.GENESIS
    for link in links:
        assert (link.previous, link.hash) == (previous, chain.link(link.number, previous, link.commitment))
        previous = link.hash
        if link.number <= after:
            continue
        assert list(packages.faults_of(link.package.folder, link.commitment)) == []
        record = json.loads(default_storage.open(f"{link.package.folder}/record.json").read())
        passes = SealedRow.objects.filter(package=link.package).values_list("table", "row_id", "content")
        assert sorted(map(list, passes)) == sorted(record["rows"])
    return len(links)


def settle() -> None:
    """All that is due is done, also what failed on the way."""
    for _ in range(4):
        Removal.objects.filter(state__in=["hidden", "sealed"]).update(due_at=clock.now(), claimed_until=None)
        seal_removals()
    assert not Removal.objects.exclude(state__in=["done", "cancelled"]).exists(), [
        removal.last_error for removal in Removal.objects.all()
    ]


def test_of_six_writers_at_once_each_gets_a_link_of_its_own(cast, make_post, race):
    post = make_post(cast.groep5, cast.naima)
    for number in range(24):
        reaction = Reaction.objects.create(post=post, author=cast.samira, author_role="guardian", text=f"Foei {number}")
        take("reaction", reaction, cast.naima)
    before = is_whole(cast.school)
    sealed = race(lambda number: seal_removals(), 6)
    assert all(isinstance(one, int) for one in sealed), sealed
    settle()
    assert is_whole(cast.school) == before + 24
    assert sum(sealed) <= 24
    assert not Reaction.objects.filter(post=post).exists()


class Round:
    """A fresh post with a photo and a reaction, for each round."""

    def __init__(self, cast, make_post, make_photo) -> None:
        self.cast, self.make_post, self.make_photo, self.whole = cast, make_post, make_photo, 0

    def begin(self) -> Post:
        self.post = self.make_post(self.cast.groep5, self.cast.naima)
        self.photo = self.make_photo(self.post)
        Tries.objects.all().delete()  # a round for each statement: more than one person writes in an hour
        self.reaction = add_reaction(self.post, "Foei", by=self.cast.samira)
        return self.post

    def check(self) -> None:
        settle()
        self.whole = is_whole(self.cast.school, self.whole)
        for kind, row in (("post", self.post), ("photo", self.photo), ("reaction", self.reaction)):
            if Removal.objects.filter(kind=kind, object_id=row.pk, state__in=["done", "cancelled"]).exists():
                assert not type(row).objects.filter(pk=row.pk).exists(), kind
        table = Reaction._meta.db_table
        if not Reaction.objects.filter(pk=self.reaction.pk).exists():
            assert SealedRow.objects.filter(table=table, row_id=self.reaction.pk).exists()


@pytest.fixture
def rounds(cast, make_post, make_photo) -> Round:
    return Round(cast, make_post, make_photo)


def sweep_and(rounds: Round, other):
    """A sweep with the removal of a post in hand, and another side."""

    def set_up():
        post = rounds.begin()
        take("post", post, rounds.cast.marleen, "B7")
        return lambda: seal_removals() and None, lambda: other(rounds)

    return set_up


def again(rounds: Round) -> None:
    Removal.objects.update(claimed_until=None)  # as if the lease were over
    seal_removals()


def reacts(rounds: Round) -> None:
    with suppress(IntegrityError, Post.DoesNotExist, ReactionsClosed):
        add_reaction(rounds.post, "Nog een", by=rounds.cast.samira)


def edits_reaction(rounds: Round) -> None:
    with suppress(IntegrityError, Reaction.DoesNotExist):
        edit_reaction(rounds.reaction, "Sorry daarvoor", by=rounds.cast.samira)


def edits(rounds: Round) -> None:
    post = rounds.post
    with suppress(Post.DoesNotExist, IntegrityError):
        edit_post(post, Content(kind=post.kind, title=post.title, text="Toch anders."), by=rounds.cast.naima)


def takes_photo(rounds: Round) -> None:
    take("photo", rounds.photo, rounds.cast.naima, "D2")
    seal_removals()


AGAINST = {
    "another sweep": again,
    "a reaction": reacts,
    "an edit of a reaction": edits_reaction,
    "an edit": edits,
    "a removal of its photo": takes_photo,
}


@pytest.mark.slow
@pytest.mark.parametrize("what", AGAINST)
def test_at_whatever_statement_of_a_sweep_something_happens_nothing_is_lost(rounds, what):
    assert at_each_statement(sweep_and(rounds, AGAINST[what]), rounds.check) > 20


def take_mine(rounds: Round) -> None:
    with suppress(Gone):
        take_back(find("reaction", rounds.reaction.pk), by=rounds.cast.samira)


REMOVERS = {
    "another remover": lambda rounds: take("reaction", rounds.reaction, rounds.cast.naima),
    "its author": take_mine,
    "an edit": edits_reaction,
    "the post goes": lambda rounds: take("post", rounds.post, rounds.cast.marleen, "B7"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", REMOVERS)
def test_at_whatever_statement_of_a_removal_something_happens_it_is_removed_once(rounds, what):
    def set_up():
        rounds.begin()
        act = REMOVERS[what]
        return lambda: take("reaction", rounds.reaction, rounds.cast.marleen), lambda: act(rounds)

    def check() -> None:
        waiting = Removal.objects.filter(kind="reaction", object_id=rounds.reaction.pk).exclude(state="cancelled")
        assert waiting.count() == 1
        assert not Reaction.objects.shown().filter(pk=rounds.reaction.pk).exists()
        rounds.check()

    assert at_each_statement(set_up, check) > 5


@pytest.mark.slow
@pytest.mark.parametrize("what", ["consent ends", "a parent points"])
def test_a_photo_that_is_taken_away_while_consent_ends_or_a_parent_points_is_not_shown(cast, make_post, what):
    say_for_group(cast, cast.groep5)
    say(cast.inge, cast.bram)

    def set_up():
        say(cast.samira, cast.yara)
        draft = make_post(cast.groep5, cast.naima, state="draft", photos=1, no_swimwear=True)
        say_of_series(draft, "consented", by=cast.naima)
        Post.objects.filter(pk=draft.pk).update(state="published", published_at=clock.now(), exempt="earlier")
        photo = draft.photos.get()
        Photo.objects.filter(pk=photo.pk).update(shown_until=clock.today() + timedelta(days=9))
        sides = {
            "consent ends": lambda: say(cast.samira, cast.yara, False),
            "a parent points": lambda: point_out(photo, cast.yara, by=cast.samira),
        }
        return lambda: takes_and_seals(photo), sides[what]

    def takes_and_seals(photo) -> None:
        take("photo", photo, cast.naima, "D2")
        seal_removals()

    whole = 0

    def check() -> None:
        nonlocal whole
        assert not Photo.objects.shown().exists()
        settle()
        whole = is_whole(cast.school, whole)

    # Longer than a dozen statements in: those of hiding, writing and sealing.
    assert at_each_statement(set_up, check) > 12
    assert Package.objects.exists()
