"""Whatever people, holidays and the clock do, the agreements about posting hold. ``make soak`` runs far more."""

import uuid
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from groups.models import DayOff, PostingPolicy, WorkingTime
from messaging.actions import (
    Choice,
    Content,
    NotOnItsWay,
    allow_exemption,
    approve,
    edit_post,
    hash_of,
    move_post,
    publish_due_posts,
    publish_post,
    refuse_exemption,
    save_draft,
    send_back,
    send_planned,
    swap_posts,
    take_over_post,
    withdraw_post,
)
from messaging.facts import Posting
from messaging.models import Approval, Exemption, Post
from messaging.rules import How, Unplannable, may_be_heard
from messaging.rules.planning import TOLERANCE
from protocol import clock
from tests.school_times import CHRISTMAS, at, keep_real_hours

ON_ITS_WAY = ("waiting", "planned")
# Over both clock changes and the Christmas holiday.
BEGINNINGS = [at("2026-10-22", "15:00"), at("2026-12-16", "09:30"), at("2027-03-25", "16:50")]
numbers = st.integers(0, 30)


class Agreements(RuleBasedStateMachine):
    """Teachers, a trainee, a council and the head write; the head and the calendar change what holds."""

    cast = None

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.said: dict[int, str] = {}  # what each post said last
        self.out: dict[int, datetime] = {}
        self.clock = None

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def open_the_school(self, beginning):
        cast = self.cast
        keep_real_hours(cast.school, CHRISTMAS)
        self.writers = [
            (cast.naima, cast.groep5),
            (cast.joris, cast.groep5),
            (cast.fleur, cast.groep5),
            (cast.pieterjan, cast.mr),
            (cast.marleen, cast.whole_school),
        ]
        self.travel = time_machine.travel(beginning, tick=False)
        self.clock = self.travel.start()
        for number, _ in enumerate(self.writers):
            self.write_and_send(number, How.AUTO)
            self.write(number, "Bruggen")

    def teardown(self) -> None:
        if self.clock is not None:
            self.travel.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def look(self) -> None:
        """After each step: what came out, and whether it might."""
        for post in Post.objects.filter(pk__in=self.said, state="published").exclude(pk__in=self.out):
            self.out[post.pk] = post.published_at
            assert post.published_at >= post.publish_at, "never before its time"
            if post.author in (self.cast.fleur, self.cast.pieterjan):
                assert post.consent == "approved", "nothing goes out without the consent it needs"
                assert post.approved_hash == post.content_hash(), "what was agreed with is what is published"
            self.look_at_hours(post)

    def look_at_hours(self, post: Post) -> None:
        if Exemption.objects.filter(post=post, state__in=["taken", "allowed"]).exists():
            return
        facts = Posting(post.school_group, post.author).facts(besides=post)
        moment = post.publish_at if post.published_at - post.publish_at <= TOLERANCE else post.published_at
        allowed = facts.time.is_posting_time(moment) or may_be_heard(moment, facts)
        assert allowed, f"outside the hours: {clock.at_school(post.published_at)}"

    def post(self, number: int) -> Post:
        """One of the posts, by any number."""
        return Post.objects.get(pk=list(self.said)[number % len(self.said)])

    @rule(writer=numbers, how=st.sampled_from([How.AUTO, How.AUTO, How.URGENT, How.REASON]))
    def write_and_send(self, writer, how):
        post = self.draft(writer, "Kastelen")
        publish_post(post, by=post.author, choice=Choice(how, reason="Omdat het moet."))
        self.look()

    @rule(writer=numbers, words=st.sampled_from(["Bruggen", "Torens", "Vlotten"]))
    def write(self, writer, words):
        self.draft(writer, words)

    def draft(self, writer: int, words: str) -> Post:
        author, group = self.writers[writer % len(self.writers)]
        post = save_draft(group, Content("day", words, words), key=uuid.uuid4(), by=author)
        self.said[post.pk] = words
        return post

    @rule(post=numbers, how=st.sampled_from([How.AUTO, How.AUTO, How.URGENT, How.EXCURSION, How.REASON, How.NOW]))
    def send(self, post, how):
        post = self.post(post)
        publish_post(post, by=post.author, choice=Choice(how, reason="Omdat het moet."))
        self.look()

    @rule(post=numbers, days=st.integers(1, 20))
    def send_on_a_day(self, post, days):
        post = self.post(post)
        with suppress(Unplannable):
            publish_post(post, by=post.author, choice=Choice(How.DAY, clock.today() + timedelta(days=days)))
        self.look()

    @rule(post=numbers, days=st.integers(1, 20))
    def move(self, post, days):
        with suppress(Unplannable, NotOnItsWay):
            move_post(self.post(post), clock.today() + timedelta(days=days))

    @rule(post=numbers, other=numbers)
    def swap(self, post, other):
        one, two = self.post(post), self.post(other)
        if one != two and (one.author_id, one.school_group_id) == (two.author_id, two.school_group_id):
            with suppress(NotOnItsWay):
                swap_posts(one, two)

    @rule(post=numbers)
    def take_back(self, post):
        withdraw_post(self.post(post))

    @rule(post=numbers)
    def take_over(self, post):
        post = self.post(post)
        if post.school_group == self.cast.groep5 and post.author == self.cast.naima:
            with suppress(NotOnItsWay):
                take_over_post(post, by=self.cast.joris)

    @rule(post=numbers, how=st.sampled_from([How.AUTO, How.REASON]))
    def send_for_a_colleague(self, post, how):
        post = self.post(post)
        if post.school_group == self.cast.groep5:
            with suppress(NotOnItsWay):
                send_planned(post, by=self.cast.joris, choice=Choice(how, reason="Naima is ziek."))
        self.look()

    @rule(post=numbers, words=st.sampled_from(["Molens", "Sluizen"]))
    def edit(self, post, words):
        post = self.post(post)
        waits = post.state == "published" and post.author in (self.cast.fleur, self.cast.pieterjan)
        with suppress(Post.DoesNotExist):
            if edit_post(post, Content("day", words, words), by=post.author) and not waits:
                self.said[post.pk] = words
        self.look()

    @rule(number=numbers, yes=st.booleans())
    def decide(self, number, yes):
        waiting = list(Approval.objects.open())
        if not waiting:
            return
        approval = waiting[number % len(waiting)]
        by = self.cast.naima if approval.author == self.cast.fleur else self.cast.marleen
        if yes:
            approve(approval, by=by, seen=hash_of(approval))
        else:
            send_back(approval, "Kan het korter?", by=by)
        if yes and approval.change:
            self.said[approval.post_id] = approval.change["title"]
        self.look()

    @rule(number=numbers, yes=st.booleans())
    def decide_about_urgent(self, number, yes):
        asked = list(Exemption.objects.asked().exclude(author=self.cast.marleen))
        if asked:
            exemption = asked[number % len(asked)]
            (allow_exemption if yes else refuse_exemption)(exemption, by=self.cast.marleen)

    @rule(days=st.integers(0, 20), is_study_day=st.booleans())
    def a_day_off_is_added(self, days, is_study_day):
        day = clock.today() + timedelta(days=days)
        kind = DayOff.Kind.STUDY_DAY if is_study_day else DayOff.Kind.HOLIDAY
        DayOff.objects.get_or_create(
            school=self.cast.school, name="Vrij", first_on=day, defaults={"last_on": day, "kind": kind}
        )

    @rule()
    def the_days_off_are_taken_back(self):
        DayOff.objects.filter(school=self.cast.school, name="Vrij").delete()

    @rule(opens=st.integers(6, 10), closes=st.integers(12, 19))
    def the_hours_of_the_school_change(self, opens, closes):
        PostingPolicy.objects.update(opens_at=time(opens), closes_at=time(closes))

    @rule(weekdays=st.sets(st.integers(1, 5)))
    def somebody_works_other_days(self, weekdays):
        WorkingTime.objects.filter(user=self.cast.naima).delete()
        for weekday in weekdays:
            WorkingTime.objects.create(user=self.cast.naima, weekday=weekday, begins_at=time(8), ends_at=time(17))

    @rule(later=st.sampled_from([1, 9, 30, 60, 180, 600, 1440, 2900, 4320]))
    def the_clock_goes_on(self, later):
        self.clock.shift(timedelta(minutes=later))

    @rule()
    def the_sweep_comes(self):
        publish_due_posts()
        self.look()

    @invariant()
    def no_day_has_more_than_one(self):
        seen: set[tuple[int, date]] = set()
        for group, day in Post.objects.filter(pk__in=self.said, slot_on__isnull=False).values_list(
            "school_group", "slot_on"
        ):
            assert (group, day) not in seen
            seen.add((group, day))
        published = Post.objects.filter(pk__in=self.said, state="published", exempt="")
        days = [(post.school_group_id, clock.at_school(post.published_at).date()) for post in published]
        assert len(days) == len(set(days)), "never more than the limit on a day"
        assert all(post.slot_on == clock.at_school(post.published_at).date() for post in published)

    @invariant()
    def nothing_vanishes(self):
        rows = {post.pk: post for post in Post.objects.filter(pk__in=self.said)}
        assert rows.keys() == self.said.keys()
        for pk, words in self.said.items():
            assert rows[pk].title == words, "what nobody agreed with does not stand there"
        assert all(rows[pk].state == "published" and rows[pk].published_at == at for pk, at in self.out.items())

    @invariant()
    def what_waits_waits_for_somebody(self):
        waiting = set(Post.objects.filter(pk__in=self.said, state="waiting").values_list("pk", flat=True))
        asked = Approval.objects.open().filter(post__in=self.said, change__isnull=True)
        assert waiting == set(asked.values_list("post", flat=True))


def live(cast, *, lives: int, steps: int) -> None:
    Agreements.cast = cast
    run_state_machine_as_test(
        Agreements,
        settings=settings(
            max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.clause("B5", "D10", "E8")
def test_whatever_happens_the_agreements_about_posting_hold(cast) -> None:
    live(cast, lives=20, steps=50)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.clause("B5", "D10", "E8")
def test_whatever_happens_for_a_long_time_the_agreements_about_posting_hold(cast) -> None:
    live(cast, lives=1250, steps=80)
