"""The life of a post: ``draft -> planned -> published``, and edits that keep what was there."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User
from groups.models import SchoolGroup
from groups.permissions import hat_in
from groups.roles import POST
from messaging.models import Photo, Post, PostVersion
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

State = Post.State


@dataclass(frozen=True)
class Content:
    """What the author wrote."""

    kind: str
    title: str
    text: str
    reactions_open: bool = True


@transaction.atomic
def save_draft(school_group: SchoolGroup, content: Content, *, key: UUID, by: User) -> Post:
    """Keep what is being written. The composer's key makes saving twice the same as saving once.

    Returns the post of this key; one that has gone out already is returned as it is, unchanged.
    """
    post, is_new = Post.objects.get_or_create(
        key=key,
        author=by,
        school_group=school_group,
        defaults={"author_role": hat_in(by, school_group), "saved_at": clock.now(), **vars(content)},
    )
    if not is_new:
        Post.objects.filter(pk=post.pk, state=State.DRAFT).update(saved_at=clock.now(), **vars(content))
        post.refresh_from_db()
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
def publish_post(post: Post, *, by: User) -> Post:
    """Send a draft: at once when its photos are ready, else as soon as they are (publish_due_posts).

    Sending twice is sending once. Returns the post in its new state.
    """
    mine = Post.objects.filter(pk=post.pk, author=by, state=State.DRAFT)
    if mine.update(state=State.PLANNED, publish_at=clock.now()) == 1:
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
    post = Post.objects.select_for_update().filter(pk=pk, state=State.PLANNED).select_related("author").first()
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


@transaction.atomic
def edit_post(post: Post, content: Content, *, by: User, alts: dict[str, str] | None = None) -> bool:
    """Change what a published post says; what it said is kept as a version first. True when something changed.

    ``alts`` gives photos, by key, a new description.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    photos = list(post.photos.all())
    new_alts = {str(photo.key): photo.alt for photo in photos} | (alts or {})
    before = (post.kind, post.title, post.text, post.reactions_open, [photo.alt for photo in photos])
    after = (*vars(content).values(), [new_alts[str(photo.key)] for photo in photos])
    if before == after:
        return False
    if before[:3] != after[:3] or before[4] != after[4]:
        PostVersion.objects.create(
            post=post,
            kind=post.kind,
            title=post.title,
            text=post.text,
            photos=[{"key": str(photo.key), "alt": photo.alt} for photo in photos],
            replaced_at=clock.now(),
            replaced_by=by,
        )
        post.edited_at = clock.now()
    for photo in photos:
        photo.alt = new_alts[str(photo.key)]
    Photo.objects.bulk_update(photos, ["alt"])
    for name, value in vars(content).items():
        setattr(post, name, value)
    post.save(update_fields=[*vars(content), "edited_at"])
    return True


@clause("B4")
def set_reactions_open(post: Post, is_open: bool, *, by: User) -> bool:
    """Open or close the reactions under a post; what was written stays. True when this call changed it."""
    return Post.objects.filter(pk=post.pk, reactions_open=not is_open).update(reactions_open=is_open) == 1
