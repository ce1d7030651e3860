"""The doors of messaging: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import SchoolGroup
from groups.roles import MODERATE, POST, REACT
from messaging.models import Attachment, Photo, Post, Reaction
from protocol.clauses import clause


@clause("B4", "B8")
def get_post_or_404(user: User, pk: int) -> Post:
    """A published post this person may read."""
    posts = Post.objects.visible_to(user).select_related("author", "school_group__school")
    return get_object_or_404(posts, pk=pk)


@clause("B4", "B8")
def get_shown_post_or_404(user: User, pk: int) -> Post:
    """A published post this person may read, or one on its way that this person may see."""
    shown = Q(pk__in=Post.objects.visible_to(user).values("pk")) | Q(
        pk__in=Post.objects.unpublished_for(user).values("pk")
    )
    return get_object_or_404(Post.objects.select_related("author", "school_group__school"), shown, pk=pk)


@clause("B4", "D10")
def get_group_to_plan_or_404(user: User, pk: int) -> SchoolGroup:
    """A group in which this person may post, or moderates: who has something to do with what is planned there."""
    writes = SchoolGroup.objects.with_perm(user, POST).values("pk")
    moderates = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
    groups = SchoolGroup.objects.filter(Q(pk__in=writes) | Q(pk__in=moderates)).select_related("school")
    return get_object_or_404(groups, pk=pk)


@clause("B4", "B5", "D10")
def get_unfinished_or_404(user: User, pk: int) -> Post:
    """A post that is not out yet: one's own, or on its way in a group that one moderates."""
    mine, coming = Post.objects.written_by(user).values("pk"), Post.objects.unpublished_for(user).values("pk")
    posts = Post.objects.filter(Q(pk__in=mine) | Q(pk__in=coming)).exclude(state=Post.State.PUBLISHED)
    return get_object_or_404(posts.select_related("author", "school_group__school"), pk=pk)


@clause("B4", "D10")
def get_planned_or_404(user: User, pk: int) -> Post:
    """A planned post that this person may move, send or take back."""
    posts = Post.objects.unpublished_for(user).filter(state=Post.State.PLANNED)
    return get_object_or_404(posts.select_related("author", "school_group__school"), pk=pk)


@clause("B4", "B5")
def get_post_to_withdraw_or_404(user: User, pk: int) -> Post:
    """One's own post on its way, or a planned one that one may move. What waits for consent the author alone takes
    back: others answer it."""
    posts = Post.objects.unpublished_for(user).filter(Q(author_id=user.pk) | Q(state=Post.State.PLANNED))
    return get_object_or_404(posts.select_related("author", "school_group__school"), pk=pk)


@clause("B4", "E8")
def get_post_to_take_over_or_404(user: User, pk: int) -> Post:
    """A colleague's planned post in a group where one posts too."""
    groups = SchoolGroup.objects.with_perm(user, POST)
    posts = Post.objects.unpublished_for(user).filter(state=Post.State.PLANNED, school_group__in=groups.values("pk"))
    return get_object_or_404(posts.exclude(author_id=user.pk).select_related("author", "school_group__school"), pk=pk)


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


def _shown_to(user: User) -> Q:
    mine, coming = Post.objects.written_by(user).values("pk"), Post.objects.unpublished_for(user).values("pk")
    return Q(post__in=Post.objects.visible_to(user)) | Q(post__in=mine) | Q(post__in=coming)


@clause("B8")
def get_photo_or_404(user: User, key: UUID) -> Photo:
    """A ready photo of a post one may read, or of one that is not out yet: one's own, or one may see it coming."""
    photos = Photo.objects.ready().filter(_shown_to(user))
    return get_object_or_404(photos, key=key)


@clause("B8")
def get_attachment_or_404(user: User, key: UUID) -> Attachment:
    """A file of a post one may read, or of one that is not out yet: one's own, or one may see it coming."""
    files = Attachment.objects.filter(_shown_to(user))
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
