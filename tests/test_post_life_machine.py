"""Whatever happens to posts, in whatever order: what must always hold. A short version; ``make soak`` runs more."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from groups.models import Membership
from messaging.actions import (
    ChangedMeanwhile,
    Content,
    Incomplete,
    discard_draft,
    edit_post,
    publish_due_posts,
    publish_post,
    save_draft,
)
from messaging.models import Photo, Post, PostVersion
from messaging.rules import findings_on_post
from protocol import clock

contents = st.builds(
    Content,
    kind=st.sampled_from(Post.Kind.values),
    title=st.sampled_from(["", "\u200b", "Bruggen", "Torens"]),
    text=st.sampled_from(["", "We bouwden.", "We bouwden hoger."]),
    reactions_open=st.booleans(),
)


def said(post: Post) -> tuple[str, str, str, list[str]]:
    return post.kind, post.title, post.text, [photo.alt for photo in post.photos.all()]


class LifeOfPosts(RuleBasedStateMachine):
    """One author, several posts; the model remembers what each said since it went out."""

    cast = make_photo = None
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.author, self.group = self.cast.naima, self.cast.groep5
        self.history: dict[uuid.UUID, list[tuple[str, str, str, list[str]]]] = {}
        self.out_at: dict[uuid.UUID, object] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def note(self) -> None:
        """After each step: what went out, and what it says now."""
        for post in Post.objects.filter(key__in=self.known, state="published"):
            assert self.out_at.setdefault(post.key, post.published_at) == post.published_at, "published once"
            now = said(post)
            history = self.history.setdefault(post.key, [])
            if not history or history[-1] != now:
                history.append(now)

    @property
    def known(self) -> list[uuid.UUID]:
        return getattr(self, "_known", [])

    @rule(target=keys, content=contents)
    def begin(self, content):
        key = uuid.uuid4()
        self._known = [*self.known, key]
        save_draft(self.group, content, key=key, by=self.author)
        return key

    @rule(key=keys, content=contents)
    def save(self, key, content):
        before = Post.objects.get(key=key)
        after = save_draft(self.group, content, key=key, by=self.author)
        if before.state != "draft":
            assert said(after) == said(before)
        self.note()

    @rule(key=keys, state=st.sampled_from(["uploaded", "ready", "refused"]))
    def add_photo(self, key, state):
        post = Post.objects.get(key=key)
        if post.state == "draft":
            self.make_photo(post, ready=state == "ready", **({} if state == "ready" else {"state": state}))

    @rule(key=keys, refused=st.booleans())
    def worker_is_done(self, key, refused):
        waiting = Photo.objects.filter(post__key=key, state="uploaded")
        if refused:
            waiting.update(state="refused", reason="Geen foto")
        else:
            waiting.update(state="ready", width=4, height=3, original="", small_webp="x.webp")

    @rule(key=keys)
    def take_out_refused(self, key):
        Photo.objects.filter(post__key=key, post__state="draft", state="refused").delete()

    @rule(key=keys)
    def publish(self, key):
        with suppress(Incomplete):
            publish_post(Post.objects.get(key=key), by=self.author)
        self.note()

    @rule()
    def sweep(self):
        publish_due_posts()
        self.note()

    @rule(key=keys, content=contents, is_stale=st.booleans(), alt=st.sampled_from(["", "Een brug"]))
    def edit(self, key, content, is_stale, alt):
        post = Post.objects.get(key=key)
        alts = {str(photo.key): alt for photo in post.photos.all()}
        seen = "0" * 64 if is_stale else post.content_hash()
        try:
            edit_post(post, content, by=self.author, seen=seen, alts=alts)
        except (Post.DoesNotExist, Incomplete):
            is_whole = not findings_on_post(content.kind, Post.Kind.values, content.title, content.text)
            assert post.state != "published" or not is_whole
        except ChangedMeanwhile:
            assert is_stale
        self.note()

    @rule()
    def lose_the_right(self):
        day = clock.today()
        Membership.objects.filter(user=self.author).update(
            valid_from=day - timedelta(9), valid_until=day - timedelta(1)
        )

    @rule()
    def get_the_right_back(self):
        Membership.objects.filter(user=self.author).update(valid_until=None)

    @rule(key=consumes(keys))
    def discard(self, key):
        post = Post.objects.get(key=key)
        was_draft = post.state == "draft"
        assert discard_draft(post, by=self.author) == was_draft
        if was_draft:
            self._known = [one for one in self.known if one != key]

    @invariant()
    def what_is_out_has_a_kind_a_title_and_a_text(self):
        for post in Post.objects.filter(key__in=self.known).exclude(state="draft"):
            assert not findings_on_post(post.kind, Post.Kind.values, post.title, post.text)

    @invariant()
    def parents_read_what_is_out_and_nothing_else(self):
        seen = set(Post.objects.visible_to(self.cast.samira).filter(key__in=self.known).values_list("key", flat=True))
        assert seen == set(Post.objects.filter(key__in=self.known, state="published").values_list("key", flat=True))
        assert seen == set(self.out_at), "what was out stays out, at the moment it first went"

    @invariant()
    def every_earlier_text_is_kept_in_order(self):
        for key, history in self.history.items():
            kept = PostVersion.objects.filter(post__key=key).order_by("pk")
            texts = [(v.kind, v.title, v.text, [photo["alt"] for photo in v.photos]) for v in kept]
            assert texts == history[:-1]
            assert said(Post.objects.get(key=key)) == history[-1]

    @invariant()
    def nothing_goes_out_with_a_photo_that_is_not_ready(self):
        shown = Photo.objects.filter(post__key__in=self.known, post__state="published")
        assert not shown.exclude(state="ready").exists()


def live(cast, make_photo, *, lives: int, steps: int) -> None:
    LifeOfPosts.cast, LifeOfPosts.make_photo = cast, staticmethod(make_photo)
    run_state_machine_as_test(
        LifeOfPosts,
        settings=settings(
            max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.clause("B4", "D7")
def test_whatever_happens_to_posts_what_must_hold_holds(cast, make_photo) -> None:
    live(cast, make_photo, lives=8, steps=30)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_whatever_happens_to_posts_for_a_long_time_what_must_hold_holds(cast, make_photo) -> None:
    live(cast, make_photo, lives=400, steps=60)
