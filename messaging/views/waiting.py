"""What a writer left unfinished, what waits for its photos or for consent, and what waits for one's own yes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest

from accounts.models import User
from groups.models import SchoolGroup
from groups.prepared import Prepared
from groups.standing import standing_of
from messaging.models import Approval, CleanUp, Depiction, Photo, Post, Withholding
from messaging.photo_standing import PhotoStanding
from messaging.recognition import seen_on
from messaging.withheld import answers_for
from protocol import clock
from protocol.clauses import clause

SHOWN = 8
# How long it is told that photos were hidden about which there is nothing to look at.
LATELY = timedelta(days=7)
State = Post.State
_WITH_PUPILS = [Photo.Recognisable.CONSENTED, Photo.Recognisable.PUPILS]
_GROUP = ("name", "sign", "accent", "kind")


@dataclass(frozen=True)
class Waiting:
    """A post that is not out yet, or whose new words are not; ``refused`` names the photo that kept it at home,
    ``reason`` why it came back, ``approval`` the request that waits for who is looking; ``is_stopped``: a child on a
    photo may not be seen. ``withheld``: of so many posts for which one answers photos are hidden; this is the newest.
    ``left``: of so many posts one was asked whether the photos are off one's device (C2); this is the newest, and
    ``left_until`` the last question.
    """

    pk: int
    key: UUID
    title: str
    state: str
    publish_at: datetime | None
    group: SchoolGroup
    refused: str
    approval: int | None
    waits_for_consent: bool
    shows_pupils: bool
    reason: str
    is_stopped: bool = False
    withheld: int = 0
    left: int = 0
    left_until: int = 0

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_later(self) -> bool:
        """It waits for its moment, not only for its photos."""
        return self.is_planned and self.publish_at is not None and self.publish_at > clock.now()

    @property
    def is_out(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_only_photos(self) -> bool:
        """It is here for its photos alone, which are hidden or may still be on a device."""
        return bool(self.withheld or self.left) and self.is_out and not self.waits_for_consent and self.approval is None


def waiting_of(request: HttpRequest) -> list[Waiting]:
    """The newest unfinished posts of who is looking, what waits for their yes first. One query; a few more, always as
    many, when children are on the photos of a draft."""
    groups = [group.pk for group in standing_of(request).writable]
    found = [_waiting(row) for row in _UNFINISHED.rows(request.user.pk, *groups)]  # type: ignore[arg-type]
    stopped = _stopped([item.pk for item in found if item.state == State.DRAFT and item.shows_pupils])
    return [replace(item, is_stopped=item.pk in stopped) for item in found]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    pk, key, title, state, moment, group, *rest = row
    of_group, (refused, approval, waits, shows, outcome, reason) = rest[: len(_GROUP)], rest[len(_GROUP) : -5]
    newest, posts, left_on, left, left_until = rest[-5:]
    return Waiting(
        pk=pk,
        key=key,
        title=title,
        state=state,
        publish_at=moment,
        group=SchoolGroup(group, **dict(zip(_GROUP, of_group, strict=True))),
        refused=refused or "",
        approval=approval,
        waits_for_consent=bool(waits),
        shows_pupils=bool(shows),
        reason=reason if outcome == Approval.Outcome.RETURNED else "",
        withheld=posts if newest == pk else 0,
        left=left if left_on == pk else 0,
        left_until=left_until or 0,
    )


@clause("B9", "D3")
def _stopped(drafts: list[int]) -> set[int]:
    """The drafts (ids) with somebody on a photo who may not be seen (any more)."""
    if not drafts:
        return set()
    going = Photo.objects.filter(post__in=drafts).exclude(state=Photo.State.REFUSED)
    photos = list(going.select_related("post__school_group"))
    seen = seen_on(photos)
    holding = PhotoStanding().ask((photo, seen[photo.pk].pupils) for photo in photos)
    return {
        photo.post_id
        for photo in photos
        if not all(now.may for now in holding.of(photo, seen[photo.pk].pupils).values())
    }


@clause("B5")
def _unfinished(user_id: int, *group_ids: int) -> "QuerySet[Post, Any]":
    refused = Photo.objects.filter(post=OuterRef("pk"), state=Photo.State.REFUSED).values("filename")[:1]
    of_post = Approval.objects.filter(post=OuterRef("pk"))
    for_me = Approval.objects.decidable_by(User(pk=user_id))
    last = of_post.order_by("-asked_at", "-pk")
    hidden, left = _withheld_for(user_id), _left_by(user_id)
    return (
        Post.objects.filter(pk__in=_found(user_id, group_ids, for_me, hidden, left))
        .annotate(
            waits=Exists(of_post.open()),
            shows=Exists(Photo.objects.filter(post=OuterRef("pk"), recognisable__in=_WITH_PUPILS)),
            refused=Subquery(refused),
            for_me=Subquery(for_me.filter(post=OuterRef("pk")).values("pk")[:1]),
            outcome=Subquery(last.values("outcome")[:1]),
            reason=Subquery(last.values("reason")[:1]),
            newest=Subquery(hidden.values("newest")),
            posts=Subquery(hidden.values("posts")),
            left_on=Subquery(left.values("newest")),
            left=Subquery(left.values("posts")),
            left_until=Subquery(left.values("last")),
        )
        .order_by(
            Case(When(pk=F("left_on"), then=0), When(pk=F("newest"), then=0), default=1),
            F("for_me").asc(nulls_last=True), "-saved_at", "-pk",
        )
        .values_list(
            "pk", "key", "title", "state", "publish_at", "school_group_id",
            *(f"school_group__{name}" for name in _GROUP), "refused", "for_me", "waits", "shows", "outcome", "reason",
            "newest", "posts", "left_on", "left", "left_until",
        )[:SHOWN]
    )  # fmt: skip


def _found(
    user_id: int, group_ids: tuple[int, ...], for_me: QuerySet[Approval], *ones: "QuerySet[Any, Any]"
) -> "QuerySet[Post, Any]":
    """The posts that something waits of. Each by its own index: said as one condition with "or", the database would
    look at every post there is."""
    begun = Post.objects.filter(author_id=user_id, school_group__in=group_ids).exclude(state=State.PUBLISHED)
    asked = Approval.objects.open().filter(author_id=user_id, post__school_group__in=group_ids)
    mine = (asked.values("post").order_by(), for_me.values("post").order_by())
    return begun.values("pk").order_by().union(*mine, *(row.values("newest") for row in ones))


@clause("B9", "D3")
def _withheld_for(user_id: int) -> "QuerySet[Any, Any]":
    """One row: of how many posts photos are hidden that somebody should look at, or that were hidden lately; and the
    newest of them. What waits for a new year's yes is no work for a teacher."""
    rows = Withholding.objects.standing().exclude(why=Withholding.Why.LAPSED)
    marked = Depiction.objects.filter(photo=OuterRef("photo"), pupil=OuterRef("pupil"), is_on_it=True)
    to_look_at = Q(~Exists(marked), asked_by__isnull=True)
    is_new = Q(began_at__gte=clock.begin_of(clock.today() - LATELY))
    mine = rows.filter(to_look_at | is_new, photo__post__in=answers_for(User(pk=user_id)))
    one = mine.order_by().annotate(all=Value(1)).values("all")
    return one.annotate(newest=Max("photo__post"), posts=Count("photo__post", distinct=True))


@clause("C2")
def _left_by(user_id: int) -> "QuerySet[Any, Any]":
    """One row: of how many posts somebody did not say yet that the photos are off their device; the newest of them."""
    mine = CleanUp.objects.open().filter(person=user_id)
    one = mine.order_by().annotate(all=Value(1)).values("all")
    return one.annotate(newest=Max("post"), posts=Count("pk"), last=Max("pk"))


_UNFINISHED = Prepared(_unfinished)
