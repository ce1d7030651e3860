"""Whatever guardians, children, teachers, the head and the calendar do: nobody is served a photo that the agreements
deny, by an oracle of its own (tests/consent_oracle.py). ``make soak`` runs a hundred times more."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from consent.actions import (
    NotTheirChild,
    TooEarly,
    change_consent_policy,
    change_purpose,
    destroy_decisions,
    lift_objection,
    object_to_all,
    open_round,
)
from consent.models import Decision
from consent.purposes import PORTAL_GROUP, PORTAL_SCHOOL, purposes_of
from consent.shown import newest_text, wording_of
from consent.verifying import faults_of
from groups.actions import bar_guardian, lift_bar, set_authority
from groups.models import Guardianship
from messaging.actions import (
    Choice,
    Content,
    DoesNotFit,
    PhotosStop,
    add_to_post,
    approve,
    edit_post,
    hash_of,
    mark_pupils,
    point_out,
    posts_to_add_to,
    publish_due_posts,
    publish_post,
    put_back_photos,
    recheck_planned_posts,
    say_not_on_it,
    say_of_series,
    settle_lapsed,
    take_back,
    withdraw_post,
)
from messaging.actions.addressing import address_post
from messaging.models import Approval, Photo, Post, Withholding
from messaging.permissions import get_photo_or_404
from messaging.rules import How
from protocol import clock
from tests.answered import say
from tests.consent_oracle import Link, Oracle, Picture, Terms, Word
from tests.factories import make_parent

CODES = (PORTAL_GROUP, PORTAL_SCHOOL)
numbers = st.integers(0, 59)
few = st.integers(0, 5)
mostly = st.sampled_from([True, True, True, False])


class ConsentAndPhotos(RuleBasedStateMachine):
    """Three children with two guardians each, a teacher, a council that writes to a class, a head and a parent who
    reads along."""

    cast = make_post = make_photo = client_of = None
    seen: Counter = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.travel = None
        self.served: set[int] = set()
        self.asked: tuple[set[int], set[int]] = (set(), set())

    @initialize()
    def open_the_school(self):
        cast = self.cast
        self.move_to(clock.now().replace(hour=10))
        self.reader = make_parent(cast.groep5, by=cast.marleen)
        self.children = [cast.yara, cast.bram, cast.ilias]
        for child, other in ((cast.bram, cast.tom), (cast.ilias, cast.tom)):
            Guardianship.objects.create(pupil=child, guardian=other, has_authority=True, valid_from=date(2020, 8, 1))
        self.oracle = Oracle(terms={code: Terms() for code in CODES})
        self.links = list(Guardianship.objects.filter(pupil__in=self.children).order_by("pk"))
        self.oracle.links = {(link.pupil_id, link.guardian_id): Link() for link in self.links}
        purposes_of(cast.school)
        for link in self.links:
            self.answer_as(link, True)
        self.drafts: list[int] = []
        for is_council in (False, True):
            self.write(is_council)
            self.send(0, How.AUTO)
            self.decide()
        self.add("consented")
        self.a_photo_goes_and_comes_back()

    def a_photo_goes_and_comes_back(self) -> None:
        """So that every life has some of all that is looked at."""
        self.nobody_is_served_what_the_agreements_deny()
        for is_yes in (False, True):
            self.answer_as(self.links[0], is_yes)
            self.nobody_is_served_what_the_agreements_deny()
        self.look_at_withheld(0, True)
        self.nobody_is_served_what_the_agreements_deny()
        self.read_a_page(0)

    def teardown(self) -> None:
        if self.travel is not None:
            self.travel.stop()
        assert not faults_of(self.cast.school), "the chain of evidence is whole whatever happened"
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def move_to(self, moment) -> None:
        if self.travel is not None:
            self.travel.stop()
        self.travel = time_machine.travel(moment, tick=False)
        self.travel.start()
        self.browser = None

    # What the machine knows of what it did

    def told(self, *children: int) -> None:
        self.oracle.told(set(children), clock.today(), self.served)

    def told_all(self) -> None:
        self.told(*(child.pk for child in self.children))

    def look(self) -> None:
        """What came out, with the day on which it did."""
        posts = {picture.post for picture in self.oracle.pictures.values() if picture.out_on is None}
        for post in Post.objects.filter(pk__in=posts, state="published"):
            for pk, picture in self.oracle.pictures.items():
                if picture.post == post.pk and picture.out_on is None:
                    picture.out_on = clock.at_school(post.published_at).date()
                    assert not self.oracle.denied_on(picture, clock.today()), "went out with a child that may not"
                    assert Photo.objects.shown().filter(pk=pk).exists(), "what may be seen is seen at once"
                    self.seen["out"] += 1

    def link(self, number: int) -> Guardianship:
        return Guardianship.objects.get(pk=self.links[number % len(self.links)].pk)

    def known(self, link: Guardianship) -> Link:
        return self.oracle.links[link.pupil_id, link.guardian_id]

    def post_in_hand(self, number: int) -> Post | None:
        posts = list(Post.objects.filter(pk__in=self.drafts).exclude(state="published").order_by("pk"))
        return posts[number % len(posts)] if posts else None

    def pictures_of(self, post: Post) -> list[Picture]:
        return [picture for picture in self.oracle.pictures.values() if picture.post == post.pk]

    # Guardians, children and the head

    def answer_as(self, link: Guardianship, is_yes: bool, codes=CODES) -> None:
        for code in codes:
            terms = self.oracle.terms[code]
            is_heard = self.known(link).is_heard(clock.today())
            if not (is_heard and terms.is_asked):
                with pytest.raises(LookupError if is_heard else NotTheirChild):
                    say(link.guardian, link.pupil, is_yes, code)
            else:
                say(link.guardian, link.pupil, is_yes, code)
                word = Word(link.guardian_id, is_yes, self.oracle.year_asked(clock.today()), terms.version)
                self.oracle.words.setdefault((link.pupil_id, code), []).append(word)
                self.told(link.pupil_id)

    @rule(number=numbers, is_yes=mostly, code=st.sampled_from([*CODES, None]))
    def answer(self, number, is_yes, code):
        self.answer_as(self.link(number), is_yes, CODES if code is None else [code])

    @rule(child=few, is_yes=mostly)
    def answer_of_all(self, child, is_yes):
        for link in self.links:
            if link.pupil_id == self.children[child % 3].pk:
                self.answer_as(self.link(self.links.index(link)), is_yes)

    @rule(number=numbers, does_begin=st.booleans())
    def bar(self, number, does_begin):
        link = self.link(number)
        (bar_guardian if does_begin else lift_bar)(link, by=self.cast.marleen)
        self.known(link).is_barred = does_begin
        self.told(link.pupil_id)

    @rule(number=numbers, has_authority=mostly, begins=st.integers(-3, 4), lasts=st.integers(0, 40), is_open=mostly)
    def authority(self, number, has_authority, begins, lasts, is_open):
        link, since = self.link(number), clock.today() + timedelta(days=begins)
        until = None if is_open else since + timedelta(days=lasts)
        set_authority(
            link,
            relation="father",
            has_authority=has_authority,
            authority_from=None if is_open else since,
            authority_until=until,
            by=self.cast.marleen,
        )
        known = self.known(link)
        known.has_authority, known.since, known.until = has_authority, date.min if is_open else since, until or date.max
        self.told(link.pupil_id)

    @rule(child=few, does_object=st.booleans())
    def object_or_not(self, child, does_object):
        child = self.children[child % 3]
        (object_to_all if does_object else lift_objection)(child, by=self.cast.samira)
        (self.oracle.objecting.add if does_object else self.oracle.objecting.discard)(child.pk)
        self.told(child.pk)

    @rule(child=few)
    def destroy(self, child):
        child = self.children[child % 3]
        destroy_decisions(Decision.objects.filter(pupil=child), reason="bewaartermijn", by=self.cast.marleen)
        for code in CODES:
            self.oracle.words.pop((child.pk, code), None)
        self.told(child.pk)

    @rule(ahead=st.integers(0, 1))
    def open_a_round(self, ahead):
        year = self.oracle.year(clock.today()) + ahead
        with suppress(TooEarly):
            open_round(self.cast.school, year, by=self.cast.marleen)
            self.oracle.opened.add(year)

    @rule(renews=mostly, keeps=st.booleans(), grace=st.booleans(), lapses=st.sampled_from([(7, 31), (7, 31), (12, 24)]))
    def agree_otherwise(self, renews, keeps, grace, lapses):
        changed = {
            "renews": renews,
            "past_photos": "kept" if keeps else "hidden",
            "doubt": "3_days" if grace else "at_once",
            "lapses_month": lapses[0],
            "lapses_day": lapses[1],
        }
        change_consent_policy(self.cast.school, by=self.cast.marleen, **changed)
        oracle = self.oracle
        oracle.renews, oracle.keeps_past, oracle.gives_grace, oracle.lapses = renews, keeps, grace, lapses
        self.told_all()

    @rule(code=st.sampled_from(CODES), is_asked=mostly, needs_all=st.booleans(), again=st.integers(0, 4))
    def ask_otherwise(self, code, is_asked, needs_all, again):
        purpose = next(one for one in purposes_of(self.cast.school) if one.code == code)
        row = change_purpose(
            purpose,
            is_asked=is_asked,
            policy="all" if needs_all else "any",
            wording=wording_of(newest_text(purpose)),
            asks_again=again == 0,
            by=self.cast.marleen,
        )
        before = self.oracle.terms[code].version
        assert row.version > before if again == 0 else row.version >= before
        self.oracle.terms[code] = Terms(is_asked, needs_all, row.version)
        self.told_all()

    # Who writes

    @rule(is_council=st.sampled_from([False, False, True]), what=st.sampled_from(["consented", "consented", "nobody"]))
    def write(self, is_council, what="consented"):
        cast = self.cast
        group, author = (cast.mr, cast.pieterjan) if is_council else (cast.groep5, cast.naima)
        post = self.make_post(group, author, state="draft", no_swimwear=True)
        if is_council:
            address_post(post, [cast.groep5.pk])
        self.drafts.append(post.pk)
        for _ in range(2):
            photo = self.make_photo(post, recognisable="")
            self.oracle.pictures[photo.pk] = Picture(post.pk, CODES[is_council])
        self.say_of(post, what)

    def say_of(self, post: Post, what: str) -> None:
        on_page = self.children if post.school_group == self.cast.mr else self.children[:2]
        may = {child.pk for child in on_page if not self.oracle.denies(child.pk, self.code_of(post), clock.today())}
        said = say_of_series(post, what, by=post.author)
        for picture in self.pictures_of(post) if said else ():
            if not picture.marked:
                picture.is_said, picture.maybe = True, may if what == "consented" else set()

    def code_of(self, post: Post) -> str:
        return CODES[post.school_group_id == self.cast.mr.pk]

    @rule(number=few, what=st.sampled_from(["consented", "nobody"]))
    def say_again(self, number, what):
        if (post := self.post_in_hand(number)) is not None:
            self.say_of(post, what)

    @rule(number=few, place=st.integers(0, 1), child=few)
    def mark(self, number, place, child):
        post, child = self.post_in_hand(number), self.children[child % 2]
        if post is None:
            return
        photo = post.photos.all()[place]
        if mark_pupils(photo, [child.pk], by=post.author):
            picture = self.oracle.pictures[photo.pk]
            picture.is_said, picture.marked, picture.maybe = True, {child.pk}, set()

    @rule(number=few, how=st.sampled_from([How.AUTO, How.REASON, How.REASON, How.DAY]))
    def send(self, number, how):
        post = self.post_in_hand(number)
        if post is None or post.state != "draft":
            return
        choice = Choice(how, clock.today() + timedelta(days=2) if how == How.DAY else None, reason="Omdat het moet.")
        denied = [one for one in self.pictures_of(post) if self.oracle.denied_on(one, clock.today())]
        try:
            publish_post(post, by=post.author, choice=choice)
        except PhotosStop:
            assert denied, "stopped without a reason"
        self.look()

    @rule(what=st.sampled_from(["consented", "consented", "nobody"]))
    def add(self, what):
        """Something new below what is out since today; where nothing is, that goes out first."""
        target = self.post_of_today() or self.sent_just_now()
        if target is None:
            return
        self.write(False, what)
        draft = Post.objects.get(pk=self.drafts[-1])
        mine = self.pictures_of(draft)
        try:
            with transaction.atomic():
                add_to_post(draft, target, by=draft.author)
        except DoesNotFit:
            return
        for picture in mine:
            picture.post = target.pk
        self.look()
        self.seen["added"] += 1

    def post_of_today(self) -> Post | None:
        return posts_to_add_to(self.cast.groep5, by=self.cast.naima).filter(pk__in=self.drafts).first()

    def sent_just_now(self) -> Post | None:
        self.write(False, "nobody")
        publish_post(Post.objects.get(pk=self.drafts[-1]), by=self.cast.naima, choice=Choice(How.REASON, reason="Nu."))
        self.look()
        return self.post_of_today()

    @rule(number=few)
    def take_back(self, number):
        if (post := self.post_in_hand(number)) is not None:
            withdraw_post(post)

    @rule(number=few, words=st.sampled_from(["Bruggen", "Torens"]))
    def edit(self, number, words):
        posts = list(Post.objects.filter(pk__in=self.drafts).exclude(state="draft").order_by("pk"))
        if posts:
            post = posts[number % len(posts)]
            edit_post(post, Content("day", words, words), by=post.author)
        self.look()

    @rule()
    def decide(self):
        for approval in Approval.objects.open().filter(post__in=self.drafts):
            approve(approval, by=self.cast.marleen, seen=hash_of(approval))
        self.look()

    @rule()
    def sweep(self):
        publish_due_posts()
        self.look()

    @rule()
    def recheck(self):
        recheck_planned_posts()
        for post in Post.objects.filter(pk__in=self.drafts, state__in=["waiting", "planned"]):
            assert not any(self.oracle.denied_on(one, clock.today()) for one in self.pictures_of(post))

    # After publication

    @rule(number=numbers, is_there=st.booleans())
    def look_at_withheld(self, number, is_there):
        rows = list(Withholding.objects.standing().filter(photo__in=self.oracle.pictures).order_by("pk"))
        if not rows:
            return
        row = rows[number % len(rows)]
        picture = self.oracle.pictures[row.photo_id]
        back = {one.pupil_id for one in rows if one.photo_id == row.photo_id} if is_there else {row.pupil_id}
        if is_there and put_back_photos(Photo.objects.filter(pk=row.photo_id), by=self.cast.naima):
            assert not back & self.oracle.denied_on(picture, clock.today())
        elif is_there or not say_not_on_it(row, by=self.cast.naima):
            return
        else:
            assert row.pupil_id not in picture.marked | picture.pointed, "that child is on it"
            picture.looked.add(row.pupil_id)
        for child in back:
            self.oracle.came_back(picture, child)
        if not self.oracle.must_be_away(picture, clock.today()):
            assert Photo.objects.shown().filter(pk=row.photo_id).exists(), "what was put back is seen"
            self.seen["back"] += 1

    @rule(number=numbers, child=few)
    def point(self, number, child):
        out = [pk for pk, picture in self.oracle.pictures.items() if picture.out_on is not None]
        if out:
            photo, child = Photo.objects.get(pk=out[number % len(out)]), self.children[child % 3]
            point_out(photo, child, by=self.cast.samira)
            self.oracle.pictures[photo.pk].pointed.add(child.pk)

    @rule(number=numbers)
    def take_back_pointing(self, number):
        rows = list(Withholding.objects.standing().filter(photo__in=self.oracle.pictures, asked_by__isnull=False))
        if rows:
            row = rows[number % len(rows)]
            photos = Photo.objects.filter(pk=row.photo_id)
            assert not put_back_photos(photos, by=self.cast.marleen), "who pointed takes it back, nobody else"
            assert take_back(row, by=self.cast.samira)
            picture = self.oracle.pictures[row.photo_id]
            picture.pointed.discard(row.pupil_id)
            self.oracle.came_back(picture, row.pupil_id)
            if row.pupil_id in self.oracle.denied_on(picture, clock.today()):
                picture.withheld.add(row.pupil_id)

    @rule()
    def settle(self):
        settle_lapsed()

    # Time

    @rule(days=st.sampled_from([1, 1, 2, 3, 4, 30]))
    def days_pass(self, days):
        self.move_to(clock.now() + timedelta(days=days))

    @rule(after=st.integers(-1, 1))
    def the_edge_of_a_year(self, after):
        last = date(self.oracle.year(clock.today()) + 1, *self.oracle.lapses) + timedelta(days=after)
        self.move_to(clock.now() + max(last - clock.today(), timedelta()))

    @invariant()
    def nobody_is_served_what_the_agreements_deny(self):
        if self.travel is None:
            return
        out = self.oracle.pictures
        today = clock.today()
        away = {pk for pk, picture in out.items() if self.oracle.must_be_away(picture, today)}
        self.served = set(Photo.objects.shown().filter(pk__in=out).values_list("pk", flat=True))
        assert not self.served & away
        out_and_away = {pk for pk in away if out[pk].out_on is not None}
        if (self.served, out_and_away) != self.asked:
            went = out_and_away - self.asked[1]
            self.asked = self.served, out_and_away
            self.ask_at_the_doors(went)

    def ask_at_the_doors(self, went: set[int]) -> None:
        """Each time that something else is shown or away: the door for every reader, and the whole portal."""
        for photo in Photo.objects.filter(pk__in=went, post__state="published"):
            for reader in (self.reader, self.cast.naima, self.cast.marleen):
                with pytest.raises(Http404):
                    get_photo_or_404(reader, photo.key)
        self.ask_over_http(sorted(self.served), sorted(went))

    def ask_over_http(self, served: list[int], away: list[int]) -> None:
        """One photo that is shown and one that is not, through the whole portal."""
        self.browser = self.browser or self.client_of(self.reader, is_fresh=False)
        for pks, statuses in ((served[-1:], (200,)), (away[-1:], (404,))):
            for photo in Photo.objects.filter(pk__in=pks):
                assert self.browser.get(f"/fotos/{photo.key}/klein/").status_code in statuses
                self.seen[statuses] += 1

    @rule(number=numbers)
    def read_a_page(self, number):
        out = sorted({picture.post for picture in self.oracle.pictures.values() if picture.out_on is not None})
        if out:
            post = out[number % len(out)]
            browser = self.client_of(self.reader, is_fresh=False)
            page = browser.get(f"/nieuws/{post}/").content.decode()
            for photo in Photo.objects.filter(post=post):
                assert (str(photo.key) in page) is (photo.pk in self.served)
            self.seen["pages"] += 1


def play(cast, make_post, make_photo, client_of, *, lives: int, steps: int) -> None:
    machine = ConsentAndPhotos
    machine.cast, machine.seen = cast, Counter()
    machine.make_post, machine.make_photo = staticmethod(make_post), staticmethod(make_photo)
    machine.client_of = staticmethod(client_of)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    print(dict(machine.seen))
    assert min(machine.seen[what] for what in ("out", "added", "back", "pages", (200,), (404,))) > 0, machine.seen


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.clause("B9", "D3", "D5", "B2")
def test_in_a_thousand_steps_nobody_is_served_a_photo_that_the_agreements_deny(cast, make_post, make_photo, client_of):
    play(cast, make_post, make_photo, client_of, lives=10, steps=100)


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.django_db
@pytest.mark.clause("B9", "D3", "D5", "B2")
def test_in_a_hundred_thousand_steps_nobody_is_served_a_photo_that_the_agreements_deny(
    cast, make_post, make_photo, client_of
):
    play(cast, make_post, make_photo, client_of, lives=1000, steps=100)
