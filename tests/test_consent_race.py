"""A photo goes out, or comes back, at the very moment at which consent for a child on it is withdrawn: whoever comes
first, nobody is served it (B9, D3). One side is held before each of its statements in turn while the other does all
it can."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections

from consent.actions import object_to_all
from consent.models import Decision, DecisionLink, Objection
from consent.verifying import faults_of
from groups.actions import bar_guardian
from groups.models import Guardianship
from messaging.actions import (
    DoesNotFit,
    PhotosStop,
    add_to_post,
    point_out,
    publish_post,
    put_back_photos,
    say_not_on_it,
    say_of_series,
    settle_lapsed,
)
from messaging.models import Approval, Photo, Post, PostVersion, Withholding
from protocol import clock
from tests.answered import say, say_for_group
from tests.erased import erased

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("B9", "D3")]

Act = Callable[[], Any]
# Long enough for the other side to finish when nothing keeps it; who waits for a lock waits this long in vain.
PATIENCE = 0.15


class Held:
    """One side of a race: stops before its statement of this number until the other did what it could."""

    def __init__(self, act: Act, stop_at: int) -> None:
        self.act, self.stop_at = act, stop_at
        self.number, self.result = 0, None
        self.is_there, self.may_go = threading.Event(), threading.Event()

    def __call__(self, execute, sql, params, many, context):
        if self.number == self.stop_at:
            self.is_there.set()
            assert self.may_go.wait(20)
        self.number += 1
        return execute(sql, params, many, context)

    def run(self) -> None:
        try:
            with connection.execute_wrapper(self):
                self.result = self.act()
        except Exception as error:
            self.result = error
        finally:
            self.is_there.set()
            connections.close_all()


def play(held: Held, other: Act) -> list[Any]:
    """Both sides to their end; what each gave, or raised."""
    free = Held(other, stop_at=-1)
    sides = [threading.Thread(target=side.run) for side in (held, free)]
    sides[0].start()
    assert held.is_there.wait(20)
    sides[1].start()
    sides[1].join(PATIENCE)
    held.may_go.set()
    for side in sides:
        side.join(40)
        assert not side.is_alive(), "they wait for each other"
    return [held.result, free.result]


def at_each_statement(set_up: Callable[[], tuple[Act, Act]], check: Callable[[], None]) -> int:
    """Hold the first of the two acts before its first statement, its second, and so on; the number of statements."""
    for stop_at in count():
        act, other = set_up()
        held = Held(act, stop_at)
        results = play(held, other)
        assert not [one for one in results if isinstance(one, Exception)], (stop_at, results)
        check()
        if held.number <= stop_at:
            return stop_at
    raise AssertionError("it never ended")


WITHDRAWALS: dict[str, Callable[[Any], Any]] = {
    "a guardian withdraws": lambda cast: say(cast.tom, cast.yara, False),
    "the child objects": lambda cast: object_to_all(cast.yara, by=cast.samira),
    "all authority ends": lambda cast: [bar_guardian(link, by=cast.marleen) for link in links_of(cast.yara)],
}


def links_of(pupil) -> list[Guardianship]:
    return list(Guardianship.objects.filter(pupil=pupil).order_by("pk"))


class Round:
    """What each round begins with: everybody said yes, nothing is out."""

    def __init__(self, cast, make_post) -> None:
        self.cast, self.make_post = cast, make_post
        say_for_group(cast, cast.groep5)
        say(cast.inge, cast.bram)

    def begin(self, photos: int = 1) -> Post:
        cast = self.cast
        for model in (Withholding, Photo, Approval, PostVersion, Post):
            erased(model)
        Guardianship.objects.update(barred_at=None)
        Objection.objects.all().delete()
        for guardian in (cast.samira, cast.tom):
            say(guardian, cast.yara)
        say(cast.inge, cast.bram)
        draft = self.make_post(cast.groep5, cast.naima, state="draft", photos=photos, no_swimwear=True)
        say_of_series(draft, "consented", by=cast.naima)
        return draft

    def out(self, photos: int = 1) -> list[Photo]:
        """Photos that are out, with everybody on them."""
        post = publish_post(self.begin(photos), by=self.cast.naima)
        assert post.is_published
        return list(post.photos.all())

    def withheld(self) -> Withholding:
        """A photo that went because of Yara, who may be seen again."""
        (photo,) = self.out()
        say(self.cast.samira, self.cast.yara, False)
        say(self.cast.samira, self.cast.yara)
        return Withholding.objects.standing().get(photo=photo)


@pytest.fixture
def rounds(cast, make_post) -> Round:
    return Round(cast, make_post)


def publish(draft: Post) -> Any:
    with suppress(PhotosStop):
        return publish_post(draft, by=draft.author)


def add(draft: Post, target: Post) -> Any:
    with suppress(DoesNotFit):
        return add_to_post(draft, target, by=draft.author)


def lets_a_photo_out(rounds: Round, how: str) -> Act:
    """The one side: an action that would show a photo of Yara, were nothing withdrawn."""
    cast = rounds.cast
    if how == "publication":
        draft = rounds.begin()
        return lambda: publish(draft)
    if how == "addition":
        draft = rounds.begin()
        target = rounds.make_post(cast.groep5, cast.naima)
        return lambda: add(draft, target)
    photos = Photo.objects.filter(pk=rounds.withheld().photo_id)
    if how == "put back":
        return lambda: put_back_photos(photos, by=cast.naima)
    assert put_back_photos(photos, by=cast.naima) == 1
    if how == "somebody else is not on it":
        other = say(cast.inge, cast.bram, False) and Withholding.objects.standing().get(pupil=cast.bram)
        say(cast.inge, cast.bram)
        return lambda: say_not_on_it(other, by=cast.naima)
    Photo.objects.update(shown_until=clock.today() - timedelta(days=1))
    return settle_lapsed


WAYS_OUT = ["publication", "addition", "put back", "somebody else is not on it", "settling"]


@pytest.mark.slow
@pytest.mark.parametrize("how", WAYS_OUT)
def test_at_whatever_statement_consent_is_withdrawn_the_photo_is_not_shown(cast, rounds, how):
    def set_up() -> tuple[Act, Act]:
        return lets_a_photo_out(rounds, how), lambda: WITHDRAWALS["a guardian withdraws"](cast)

    assert at_each_statement(set_up, lambda: nothing_is_shown(cast)) > 8


@pytest.mark.slow
@pytest.mark.parametrize("how", WAYS_OUT)
@pytest.mark.parametrize("why", WITHDRAWALS)
def test_at_whatever_statement_of_a_withdrawal_a_photo_goes_out_it_is_not_shown(cast, rounds, how, why):
    def set_up() -> tuple[Act, Act]:
        act = lets_a_photo_out(rounds, how)
        return lambda: WITHDRAWALS[why](cast), act

    assert at_each_statement(set_up, lambda: nothing_is_shown(cast)) > 5


def nothing_is_shown(cast) -> None:
    assert not Photo.objects.shown().exists()
    assert not faults_of(cast.school)


@pytest.mark.slow
@pytest.mark.clause("D5")
@pytest.mark.parametrize("who_is_held", ["put back", "pointed out"])
def test_at_whatever_statement_a_parent_points_at_a_photo_that_comes_back_it_is_not_shown(cast, rounds, who_is_held):
    """Of a child of whom nobody said that it is on it."""

    def set_up() -> tuple[Act, Act]:
        photo = rounds.withheld().photo
        same = Photo.objects.filter(pk=photo.pk)
        sides = [lambda: put_back_photos(same, by=cast.naima), lambda: point_out(photo, cast.ilias, by=cast.samira)]
        return tuple(sides if who_is_held == "put back" else reversed(sides))

    def check() -> None:
        assert Withholding.objects.standing().filter(pupil=cast.ilias).exists()
        nothing_is_shown(cast)

    assert at_each_statement(set_up, check) > 4


@pytest.mark.clause("D5")
def test_who_looked_before_a_parent_pointed_does_not_overrule_that_parent(cast, rounds):
    seen_by_the_teacher = rounds.withheld()
    point_out(seen_by_the_teacher.photo, cast.yara, by=cast.samira)
    assert not say_not_on_it(seen_by_the_teacher, by=cast.naima)
    assert Withholding.objects.standing().get().why == "pointed"
    assert not Photo.objects.shown().exists()


@pytest.mark.slow
def test_of_two_who_answer_at_once_each_answer_is_a_link_of_one_chain(cast, rounds):
    def set_up() -> tuple[Act, Act]:
        rounds.begin()
        return lambda: say(cast.samira, cast.yara, False), lambda: say(cast.inge, cast.bram, False)

    def check() -> None:
        assert not faults_of(cast.school)
        assert list(Decision.objects.order_by("-pk").values_list("said", flat=True)[:2]) == ["withdraw"] * 2

    assert at_each_statement(set_up, check) > 8


@pytest.mark.slow
def test_of_eight_guardians_at_once_no_answer_is_lost_and_the_chain_is_whole(cast, rounds, race):
    before = DecisionLink.objects.count()
    people = [(cast.samira, cast.yara), (cast.tom, cast.yara), (cast.inge, cast.bram), (cast.samira, cast.ilias)]
    said = race(lambda number: say(*people[number % 4], number % 8 < 4, "name", "website"), 8)
    assert all(isinstance(one, list) for one in said), said
    assert DecisionLink.objects.count() == before + sum(len(one) for one in said)
    assert not faults_of(cast.school)


@pytest.mark.slow
def test_two_children_on_the_same_photos_go_at_once_and_nobody_waits_for_the_other(cast, rounds):
    def set_up() -> tuple[Act, Act]:
        rounds.out(photos=4)
        return lambda: say(cast.samira, cast.yara, False), lambda: say(cast.inge, cast.bram, False)

    def check() -> None:
        nothing_is_shown(cast)
        kept_back = Withholding.objects.standing().values_list("photo", flat=True)
        assert len(set(kept_back)) == 4, "each photo is kept back for who was first"

    assert at_each_statement(set_up, check) > 8
