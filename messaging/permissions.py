"""The doors of messaging: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import SchoolGroup
from groups.roles import MODERATE, REACT
from messaging.models import Attachment, Photo, Post, Reaction
from protocol.clauses import clause


@clause("B4", "B8")
def get_post_or_404(user: User, pk: int) -> Post:
    """A published post this person may read."""
    posts = Post.objects.visible_to(user).select_related("author", "school_group__school")
    return get_object_or_404(posts, pk=pk)


@clause("B4")
def get_own_post_or_404(user: User, pk: int) -> Post:
    """A post of one's own, in whatever state, while the right to post in its group stands."""
    posts = Post.objects.written_by(user).select_related("author", "school_group__school")
    return get_object_or_404(posts, pk=pk)


@clause("B4")
def get_post_to_react_or_404(user: User, pk: int) -> Post:
    """A published post under which this person may write."""
    groups = SchoolGroup.objects.with_perm(user, REACT)
    posts = Post.objects.visible_to(user).filter(school_group__in=groups.values("pk"))
    return get_object_or_404(posts.select_related("author", "school_group__school"), pk=pk)


@clause("B4")
def get_post_to_close_or_404(user: User, pk: int) -> Post:
    """A published post whose reactions this person may open and close: its author's, or a moderator's."""
    groups = SchoolGroup.objects.with_perm(user, MODERATE)
    posts = Post.objects.visible_to(user).filter(
        Q(school_group__in=groups.values("pk")) | Q(pk__in=Post.objects.written_by(user).values("pk"))
    )
    return get_object_or_404(posts.select_related("author", "school_group__school"), pk=pk)


def get_own_reaction_or_404(user: User, pk: int) -> Reaction:
    """A reaction of one's own that may still be changed, under a post one may still read."""
    reactions = Reaction.objects.changeable_by(user).filter(post__in=Post.objects.visible_to(user))
    return get_object_or_404(reactions.select_related("post__school_group", "author"), pk=pk)


@clause("B8")
def get_photo_or_404(user: User, key: UUID) -> Photo:
    """A ready photo of a post one may read, or of one's own post that is not out yet."""
    mine = Post.objects.written_by(user).values("pk")
    photos = Photo.objects.ready().filter(Q(post__in=Post.objects.visible_to(user)) | Q(post__in=mine))
    return get_object_or_404(photos, key=key)


@clause("B8")
def get_attachment_or_404(user: User, key: UUID) -> Attachment:
    """A file of a post one may read, or of one's own post that is not out yet."""
    mine = Post.objects.written_by(user).values("pk")
    files = Attachment.objects.filter(Q(post__in=Post.objects.visible_to(user)) | Q(post__in=mine))
    return get_object_or_404(files, key=key)


def get_draft_or_404(user: User, key: UUID) -> Post:
    """A draft of one's own in a group where one may post."""
    drafts = Post.objects.written_by(user).filter(state=Post.State.DRAFT)
    return get_object_or_404(drafts.select_related("author", "school_group__school"), key=key)


def get_own_photo_or_404(user: User, key: UUID) -> Photo:
    """A photo, in whatever state, of a post of one's own that one may still work on or that waits to go out."""
    mine = Post.objects.written_by(user).exclude(state=Post.State.PUBLISHED).values("pk")
    return get_object_or_404(Photo.objects.filter(post__in=mine).select_related("post"), key=key)


def get_own_attachment_or_404(user: User, key: UUID) -> Attachment:
    """A file of a post of one's own that is not out yet."""
    mine = Post.objects.written_by(user).exclude(state=Post.State.PUBLISHED).values("pk")
    return get_object_or_404(Attachment.objects.filter(post__in=mine).select_related("post"), key=key)
