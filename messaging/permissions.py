"""The doors of messaging: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import School, SchoolGroup
from groups.roles import MODERATE, POST, REACT
from messaging.models import (
    Approval,
    Attachment,
    ExcusedWeek,
    Exemption,
    Photo,
    Post,
    Reaction,
    Tombstone,
    WordRule,
)
from protocol import clock
from protocol.clauses import clause


@clause("B4", "B8")
def get_post_or_404(user: User, pk: int) -> Post:
    """A published post this person may read."""
    posts = _with_stones(Post.objects.visible_to(user)).select_related("author", "school_group__school")
    return get_object_or_404(posts, pk=pk)


def _with_stones(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With ``has_stones``: whether something was removed from the post or under it. Its page asks no more when not."""
    return posts.annotate(has_stones=Exists(Tombstone.objects.filter(post_id=OuterRef("pk"))))


@clause("D12", "B8")
def get_tombstone_or_404(user: User, pk: int) -> Tombstone:
    """What stands where a post was removed, for who reads that group."""
    removed = Tombstone.objects.visible_to(user).filter(kind=Tombstone.Kind.POST)
    found: Tombstone = get_object_or_404(removed.select_related("school_group"), object_id=pk)
    return found


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
    return get_object_or_404(_with_stones(posts).select_related("author", "school_group__school"), pk=pk)


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


@clause("E4", "F5")
def get_reaction_to_edit_or_404(user: User, pk: int) -> Reaction:
    """The same, where this person may still write: other words under it are out at once, whatever measure holds."""
    reaction = get_own_reaction_or_404(user, pk)
    get_object_or_404(SchoolGroup.objects.with_perm(user, REACT), pk=reaction.post.school_group_id)
    return reaction


def get_post_of_own_reaction_or_404(user: User, pk: int) -> Post:
    """The post one may read under which this person wrote this reaction, whether or not it may still be changed."""
    return get_post_or_404(user, get_object_or_404(Reaction.objects.filter(author=user), pk=pk).post_id)


@clause("E4")
def get_word_rule_or_404(school: School, pk: int) -> WordRule:
    """A word that this school keeps; the school comes through its own door."""
    found: WordRule = get_object_or_404(WordRule.objects.select_related("school"), pk=pk, school=school)
    return found


@clause("E4")
def get_held_reaction_or_404(user: User, pk: int) -> Reaction:
    """A reaction that is held and waits for this person."""
    reactions = Reaction.objects.held_for(user)
    return get_object_or_404(reactions.select_related("post__school_group__school", "post__author", "author"), pk=pk)


@clause("B8", "B9", "D3")
def get_photo_or_404(user: User, key: UUID) -> Photo:
    """A photo that readers may see today of a post one may read; or a ready one of one's own post that is not out yet,
    or of one that waits for one's yes."""
    mine = Post.objects.written_by(user).exclude(state=Post.State.PUBLISHED).values("pk")
    photos = Photo.objects.ready().filter(key=key)
    shown = Q(shown_until__gte=clock.today(), hidden_at__isnull=True)
    found: Photo | None = photos.filter(shown & Q(post__in=Post.objects.visible_to(user)) | Q(post__in=mine)).first()
    # Asked only of who does not read it: what waits for a decision is looked at far less than what is out. New words
    # may wait for a post that is out: its photos are shown to nobody whom they are not shown to.
    waiting = shown | ~Q(post__state=Post.State.PUBLISHED)
    return found or get_object_or_404(photos.filter(waiting), post__in=_on_its_way_to(user))


@clause("B8")
def get_attachment_or_404(user: User, key: UUID) -> Attachment:
    """A file of a post one may read, of one's own that is not out yet, or of one that waits for one's yes."""
    mine = Post.objects.written_by(user).values("pk")
    files = Attachment.objects.filter(key=key)
    found: Attachment | None = files.filter(Q(post__in=Post.objects.visible_to(user)) | Q(post__in=mine)).first()
    return found or get_object_or_404(files, post__in=_on_its_way_to(user))


@clause("B5")
def _on_its_way_to(user: User) -> "QuerySet[Post]":
    """What is not out yet and this person moderates, or was asked about as a deputy."""
    asked = Approval.objects.decidable_by(user).values("post")
    colleagues = Post.objects.unpublished_for(user).values("pk")
    return Post.objects.filter(Q(pk__in=colleagues) | Q(pk__in=asked))


@clause("B5")
def get_approval_or_404(user: User, pk: int) -> Approval:
    """A request for consent, waiting or decided, that was put to this person.

    Raises:
        Http404: no such request, somebody else's to decide, or about one's own post.
    """
    posts = ("author", "deputy", "decided_by", "post__author", "post__school_group__school")
    found: Approval = get_object_or_404(Approval.objects.put_to(user).select_related(*posts), pk=pk)
    return found


@clause("D10")
def get_exemption_or_404(user: User, pk: int) -> Exemption:
    """An urgent post that somebody else asked for, waiting or decided, for the head.

    Raises:
        Http404: no such request, one's own, or not the head.
    """
    decided = Q(state__in=[Exemption.State.ALLOWED, Exemption.State.REFUSED])
    waiting = Q(state=Exemption.State.ASKED, post__state=Post.State.PLANNED)
    found: Exemption = get_object_or_404(
        Exemption.objects.put_to(user)
        .filter(decided | waiting)
        .select_related("author", "decided_by", "post__author", "post__school_group__school"),
        pk=pk,
    )
    return found


@clause("D10")
def get_excused_week_or_404(school: School, pk: int | None) -> ExcusedWeek:
    """A week that needs no news; the school comes through its own door.

    Raises:
        Http404: no such week, or it counts again.
    """
    rows = ExcusedWeek.objects.filter(school=school).select_related("school", "school_group")
    found: ExcusedWeek = get_object_or_404(rows, pk=pk)
    return found


def get_draft_or_404(user: User, key: UUID) -> Post:
    """A draft of one's own in a group where one may post."""
    drafts = Post.objects.written_by(user).filter(state=Post.State.DRAFT)
    return get_object_or_404(drafts.select_related("author", "school_group__school"), key=key)


def get_own_photo_or_404(user: User, key: UUID) -> Photo:
    """A photo, in whatever state, of a post of one's own that one may still work on or that waits to go out."""
    mine = Post.objects.written_by(user).exclude(state=Post.State.PUBLISHED).values("pk")
    return get_object_or_404(Photo.objects.filter(post__in=mine).select_related("post__school_group"), key=key)


@clause("D3")
def get_draft_photo_or_404(user: User, key: UUID) -> Photo:
    """A photo of a draft of one's own, in a group where one may post: of which one may say who is on it."""
    drafts = Post.objects.written_by(user).filter(state=Post.State.DRAFT).values("pk")
    photos = Photo.objects.filter(post__in=drafts).select_related("post__author", "post__school_group__school")
    return get_object_or_404(photos, key=key)


def get_own_attachment_or_404(user: User, key: UUID) -> Attachment:
    """A file of a post of one's own that is not out yet."""
    mine = Post.objects.written_by(user).exclude(state=Post.State.PUBLISHED).values("pk")
    return get_object_or_404(Attachment.objects.filter(post__in=mine).select_related("post"), key=key)
