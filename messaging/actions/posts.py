"""The life of a post: ``draft -> planned -> published``, and edits that keep what was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from groups.models import SchoolGroup
from groups.permissions import hat_in
from groups.roles import POST
from messaging.actions.attachments import add_attachment
from messaging.actions.photos import Refused, add_photo, order_photos
from messaging.models import Photo, Post, PostVersion
from messaging.rules import findings_on_post
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding

State = Post.State
Alts = Mapping[str, str]


class KeyTaken(Exception):
    """This key belongs to another person's post, or to a post in another group."""


class Incomplete(Exception):
    """The post cannot go out as it is; ``findings`` say what is missing."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(*(finding.message for finding in findings))
        self.findings = findings


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


@dataclass(frozen=True)
class Sheet:
    """The composer's form as it came in.

    ``alts`` gives photos, by key, a description; ``order`` names photos by key; ``is_sent`` tells sending from keeping.
    """

    content: Content
    photos: Sequence["UploadedFile[Any]"] = ()
    files: Sequence["UploadedFile[Any]"] = ()
    alts: Alts = field(default_factory=dict)
    order: Sequence[str] = ()
    is_sent: bool = True


@dataclass
class Written:
    """What became of a form: the post, for each file that could not go along the words for its author, and whether
    the post had left its author's hands before (then nothing was changed)."""

    post: Post
    refused: list[str] = field(default_factory=list)
    was_out: bool = False


def _own_post_of_key(school_group: SchoolGroup, key: UUID, by: User, defaults: dict[str, object]) -> tuple[Post, bool]:
    hat = hat_in(by, school_group)
    post, is_new = Post.objects.get_or_create(
        key=key, defaults={"author": by, "school_group": school_group, "author_role": hat, **defaults}
    )
    if (post.author_id, post.school_group_id) != (by.pk, school_group.pk):
        raise KeyTaken(key)
    return post, is_new


def _describe(photos: list[Photo], alts: Alts) -> None:
    for photo in photos:
        photo.alt = alts.get(str(photo.key), photo.alt)
    Photo.objects.bulk_update(photos, ["alt"])


@transaction.atomic
def open_draft(school_group: SchoolGroup, *, key: UUID, by: User) -> Post:
    """The post of this key, as it is; an empty draft when there is none yet (the first photo may come first).

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
    """
    return _own_post_of_key(school_group, key, by, {"saved_at": clock.now()})[0]


@clause("B6")
@transaction.atomic
def save_draft(school_group: SchoolGroup, content: Content, *, key: UUID, by: User, alts: Alts | None = None) -> Post:
    """Keep what is being written. The composer's key makes saving twice the same as saving once.

    ``alts`` gives photos, by key, a description. The hat the author wears is recorded with the first save.
    Returns the post of this key; one that has gone out already is returned as it is, unchanged.

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
    """
    kept = {"saved_at": clock.now(), **vars(content)}
    post, is_new = _own_post_of_key(school_group, key, by, kept)
    if not is_new:
        post = Post.objects.select_for_update().get(pk=post.pk)
        Post.objects.filter(pk=post.pk, state=State.DRAFT).update(**kept)
        post.refresh_from_db()
    if alts and post.state == State.DRAFT:
        _describe(list(post.photos.all()), alts)
    return post


@transaction.atomic
def discard_draft(post: Post, *, by: User) -> bool:
    """Throw a draft away with its photos and files; nothing of it was ever seen. True when this call did it."""
    draft = Post.objects.select_for_update().filter(pk=post.pk, author=by, state=State.DRAFT).first()
    if draft is None:
        return False
    for row in [*draft.photos.all(), *draft.attachments.all()]:
        row.delete()
    draft.delete()
    return True


@transaction.atomic
def write_post(school_group: SchoolGroup, sheet: Sheet, *, key: UUID, by: User) -> Written:
    """Take a whole form at once: keep the text, attach the files, and send it when all of it can go.

    One transaction that holds the post's row, so the same form sent twice attaches and sends once. A refused file
    keeps the post a draft, with all else attached.

    Raises:
        KeyTaken: the key is somebody else's, or of another group.
        Incomplete: sent without a kind, title or text; nothing was kept.
    """
    post = save_draft(school_group, sheet.content, key=key, by=by, alts=sheet.alts)
    if post.state != State.DRAFT:
        return Written(post, was_out=True)
    if sheet.order:
        order_photos(post, sheet.order, by=by)
    refused = _attach(post, sheet, by)
    if sheet.is_sent and not refused:
        post = publish_post(post, by=by)
    return Written(post, refused)


def _attach(post: Post, sheet: Sheet, by: User) -> list[str]:
    """Put the uploads with the draft; the words about each that could not go along."""
    refused = []
    for add, uploads in ((add_photo, sheet.photos), (add_attachment, sheet.files)):
        for upload in uploads:
            try:
                add(post, upload, by=by)
            except Refused as why:
                refused.append(str(why))
    return refused


@clause("D7")
@transaction.atomic
def publish_post(post: Post, *, by: User) -> Post:
    """Send a draft: at once when its photos are ready, else as soon as they are (publish_due_posts).

    Sending twice is sending once. Returns the post in its new state; still a draft when a photo was refused or the
    right to post is gone.

    Raises:
        Incomplete: there is no kind, title or text.
    """
    draft = Post.objects.select_for_update().filter(pk=post.pk, author=by, state=State.DRAFT).first()
    if draft is not None:
        if findings := findings_on_post(draft.kind, Post.Kind.values, draft.title, draft.text):
            raise Incomplete(findings)
        Post.objects.filter(pk=post.pk, state=State.DRAFT).update(state=State.PLANNED, publish_at=clock.now())
        publish_if_ready(post.pk)
        ring("messaging.publish_due_posts")
    post.refresh_from_db()
    return post


@clause("B4")
@transaction.atomic
def publish_if_ready(pk: int) -> bool:
    """Publish one planned post, everything checked again here. True when this call did it.

    A photo that turned out not to be one sends the post back to its author as a draft, the rest kept; so does a
    right to post that was lost since.
    """
    rows = Post.objects.select_for_update(of=("self",)).select_related("author")
    post = rows.filter(pk=pk, state=State.PLANNED).first()
    if post is None or post.publish_at is None or post.publish_at > clock.now():
        return False
    photo_states = set(post.photos.values_list("state", flat=True))
    still_may = SchoolGroup.objects.with_perm(post.author, POST).filter(pk=post.school_group_id).exists()
    planned = Post.objects.filter(pk=pk, state=State.PLANNED)
    if Photo.State.REFUSED in photo_states or not still_may:
        planned.update(state=State.DRAFT, publish_at=None)
        return False
    if Photo.State.UPLOADED in photo_states:
        return False
    return planned.update(state=State.PUBLISHED, published_at=clock.now()) == 1


def publish_due_posts() -> int:
    """Publish every planned post whose moment has come and whose photos are ready; the number published."""
    due = Post.objects.filter(state=State.PLANNED, publish_at__lte=clock.now()).order_by("publish_at", "pk")
    return sum(publish_if_ready(pk) for pk in due.values_list("pk", flat=True))


def _keep_version(post: Post, photos: list[Photo], *, by: User) -> None:
    PostVersion.objects.create(
        post=post,
        kind=post.kind,
        title=post.title,
        text=post.text,
        photos=[{"key": str(photo.key), "alt": photo.alt} for photo in photos],
        replaced_at=clock.now(),
        replaced_by=by,
    )


@clause("D7")
@transaction.atomic
def edit_post(post: Post, content: Content, *, by: User, seen: str = "", alts: Alts | None = None) -> bool:
    """Change what one's own published post says; what it said is kept as a version first. True when something changed.

    ``seen`` is the ``content_hash`` the author had before their eyes; ``alts`` gives photos, by key, a description.

    Raises:
        Post.DoesNotExist: not a published post of this author.
        Incomplete: the new content has no kind, title or text.
        ChangedMeanwhile: it no longer says what the author saw.
    """
    if findings := findings_on_post(content.kind, Post.Kind.values, content.title, content.text):
        raise Incomplete(findings)
    post = Post.objects.select_for_update().get(pk=post.pk, author=by, state=State.PUBLISHED)
    photos = list(post.photos.all())
    new_alts = {str(photo.key): photo.alt for photo in photos} | dict(alts or {})
    before = (post.kind, post.title, post.text, [photo.alt for photo in photos])
    after = (content.kind, content.title, content.text, [new_alts[str(photo.key)] for photo in photos])
    if before == after and post.reactions_open == content.reactions_open:
        return False
    if seen and seen != post.content_hash():
        raise ChangedMeanwhile(post)
    if before != after:
        _keep_version(post, photos, by=by)
        post.edited_at = clock.now()
        _describe(photos, new_alts)
    for name, value in vars(content).items():
        setattr(post, name, value)
    post.save(update_fields=[*vars(content), "edited_at"])
    return True


@clause("B4")
def set_reactions_open(post: Post, is_open: bool, *, by: User) -> bool:
    """Open or close the reactions under a post; what was written stays. True when this call changed it."""
    return Post.objects.filter(pk=post.pk, reactions_open=not is_open).update(reactions_open=is_open) == 1
