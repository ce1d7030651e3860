"""Changing what a post says: what was out stays as a version, and what was agreed with is asked again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from messaging.actions.asking import NO_CONSENT, ask_consent, close_requests, hold
from messaging.actions.publishing import Incomplete, publish_if_ready
from messaging.actions.scheduling import AS_AGREED, schedule
from messaging.facts import Posting
from messaging.models import Approval, Photo, Post, PostVersion
from messaging.offending import offences_in_change
from messaging.rules import findings_on_post
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

State, Consent = Post.State, Post.Consent
Alts = Mapping[str, str]


class ChangedMeanwhile(Exception):
    """The post was changed after the form was made; ``post`` is as it stands now."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.pk)
        self.post = post


@dataclass(frozen=True)
class Content:
    """What the author wrote."""

    kind: str
    title: str
    text: str
    reactions_open: bool = True


def describe(photos: list[Photo], alts: Alts) -> None:
    for photo in photos:
        photo.alt = alts.get(str(photo.key), photo.alt)
    Photo.objects.bulk_update(photos, ["alt"])


def keep_version(post: Post, photos: list[Photo], *, by: User, **more: object) -> None:
    """Keep what a post says now, before it changes."""
    PostVersion.objects.create(
        post=post,
        kind=post.kind,
        title=post.title,
        text=post.text,
        photos=[{"key": str(photo.key), "alt": photo.alt} for photo in photos],
        replaced_at=clock.now(),
        replaced_by=by,
        **more,
    )


@clause("B5", "D7", "E4")
@transaction.atomic
def edit_post(
    post: Post, content: Content, *, by: User, seen: str = "", alts: Alts | None = None, asks: bool = False
) -> bool:
    """Change what one's own post says, on its way or out; what was out is kept as a version. True when it changed.

    What needs consent asks for it again: on its way it waits anew; out, it stays as it is until somebody agreed with
    the new words. ``seen`` is the ``content_hash`` the author had before their eyes; ``alts`` gives photos, by key, a
    description.

    Raises:
        Post.DoesNotExist: not a post of this author that is on its way or out.
        Incomplete: the new content has no kind, title or text.
        ChangedMeanwhile: it no longer says what the author saw.
        Offends: the new words are held, and their author did not ask (``asks``) or nobody else can decide.
    """
    if findings := findings_on_post(content.kind, Post.Kind.values, content.title, content.text):
        raise Incomplete(findings)
    post = Post.objects.held().exclude(state=State.DRAFT).get(pk=post.pk, author=by, hidden_at__isnull=True)
    photos, alts = list(post.photos.all()), alts or {}
    is_other = _says_otherwise(post, photos, content, alts)
    if not is_other and post.reactions_open == content.reactions_open:
        return _take_back_change(post)
    if seen and seen != post.content_hash():
        raise ChangedMeanwhile(post)
    if not is_other:
        change_words(post, content, by=by, alts=alts)
    else:
        words = asdict(content) | {"alts": {str(photo.key): photo.alt for photo in photos} | dict(alts)}
        _say_otherwise(post, content, words, Posting(post.school_group, by), asks=asks)
    return True


def _say_otherwise(post: Post, content: Content, words: dict[str, Any], posting: Posting, *, asks: bool) -> None:
    found = [] if posting.approver.is_asked else offences_in_change(post, words)
    hold(posting.author, posting, found, asks=asks)
    needs_yes = posting.approver.is_asked or bool(found)
    if needs_yes and post.state == State.PUBLISHED:
        set_reactions_open(post, words.pop("reactions_open"), by=posting.author)  # no words: it needs no consent
        ask_consent(post, posting, change=words, is_offence=bool(found))
        return
    change_words(post, content, by=posting.author, alts=words["alts"])
    if needs_yes:
        ask_consent(post, posting, is_offence=bool(found))
    else:
        _needs_no_yes(post, posting)


@clause("E4")
def _needs_no_yes(post: Post, posting: Posting) -> None:
    """What was asked about words that were held is over with better words: what waited goes on its way."""
    if post.state == State.PUBLISHED:
        _take_back_change(post)
    elif post.state == State.WAITING:
        close_requests(post)
        schedule(post, posting, AS_AGREED, **NO_CONSENT)
        publish_if_ready(post.pk)
        ring("messaging.publish_due_posts")
    else:
        Post.objects.filter(pk=post.pk, state=State.PLANNED, consent=Consent.APPROVED).update(**NO_CONSENT)


def _take_back_change(post: Post) -> bool:
    """Who wants the words that are out asks for no others any more. True when there was such a question."""
    is_asked = post.state == State.PUBLISHED and Approval.objects.open().filter(post=post).exists()
    if is_asked:
        close_requests(post)
    return is_asked


def _says_otherwise(post: Post, photos: list[Photo], content: Content, alts: Alts) -> bool:
    """Whether readers would read something else: other words, or another description of a photo."""
    words = (content.kind, content.title, content.text) != (post.kind, post.title, post.text)
    return words or any(alts.get(str(photo.key), photo.alt) != photo.alt for photo in photos)


@transaction.atomic
def change_words(post: Post, content: Content, *, by: User, alts: Alts) -> None:
    """Write new words into a post that its caller holds; what parents read before is kept first."""
    photos = list(post.photos.all())
    if _says_otherwise(post, photos, content, alts):
        if post.state == State.PUBLISHED:
            keep_version(post, photos, by=by)
            post.edited_at = clock.now()
        describe(photos, alts)
    for name, value in vars(content).items():
        setattr(post, name, value)
    post.save(update_fields=[*vars(content), "edited_at"])


@clause("B4")
def set_reactions_open(post: Post, is_open: bool, *, by: User) -> bool:
    """Open or close the reactions under a post; what was written stays. True when this call changed it."""
    return Post.objects.filter(pk=post.pk, reactions_open=not is_open).update(reactions_open=is_open) == 1
