"""What a writer left unfinished, what waits for its photos or for consent, and what waits for one's own yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from accounts.models import User
from groups.models import SchoolGroup
from groups.prepared import Prepared
from groups.standing import standing_of
from messaging.models import Approval, Photo, Post
from protocol import clock
from protocol.clauses import clause

SHOWN = 8
State = Post.State
_GROUP = ("name", "sign", "accent", "kind")


@dataclass(frozen=True)
class Waiting:
    """A post that is not out yet, or whose new words are not; ``refused`` names the photo that kept it at home,
    ``reason`` why it came back, ``approval`` the request that waits for who is looking."""

    pk: int
    key: UUID
    title: str
    state: str
    publish_at: datetime | None
    group: SchoolGroup
    refused: str
    approval: int | None
    waits_for_consent: bool
    reason: str

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


def waiting_of(request: HttpRequest) -> list[Waiting]:
    """The newest unfinished posts of who is looking, what waits for their yes first. One query."""
    groups = [group.pk for group in standing_of(request).writable]
    rows = _UNFINISHED.rows(request.user.pk, *groups)  # type: ignore[arg-type]
    return [
        Waiting(pk, key, title, state, moment, SchoolGroup(group_id, **dict(zip(_GROUP, group, strict=True))), *more)
        for pk, key, title, state, moment, group_id, *group, refused, approval, waits, outcome, reason in rows
        for more in [(refused or "", approval, bool(waits), reason if outcome == Approval.Outcome.RETURNED else "")]
    ]


@clause("B5")
def _unfinished(user_id: int, *group_ids: int) -> "QuerySet[Post, Any]":
    refused = Photo.objects.filter(post=OuterRef("pk"), state=Photo.State.REFUSED).values("filename")[:1]
    of_post = Approval.objects.filter(post=OuterRef("pk"))
    for_me = Approval.objects.decidable_by(User(pk=user_id))
    last = of_post.order_by("-asked_at", "-pk")
    begun = Post.objects.filter(author_id=user_id, school_group__in=group_ids).exclude(state=State.PUBLISHED)
    asked = Approval.objects.open().filter(author_id=user_id, post__school_group__in=group_ids)
    # Each by its own index: said as one condition with "or", the database would look at every post there is.
    found = begun.values("pk").order_by().union(
        asked.values("post").order_by(), for_me.values("post").order_by()
    )  # fmt: skip
    return (
        Post.objects.filter(pk__in=found)
        .annotate(
            waits=Exists(of_post.open()),
            refused=Subquery(refused),
            for_me=Subquery(for_me.filter(post=OuterRef("pk")).values("pk")[:1]),
            outcome=Subquery(last.values("outcome")[:1]),
            reason=Subquery(last.values("reason")[:1]),
        )
        .order_by(F("for_me").asc(nulls_last=True), "-saved_at", "-pk")
        .values_list(
            "pk", "key", "title", "state", "publish_at", "school_group_id",
            *(f"school_group__{name}" for name in _GROUP), "refused", "for_me", "waits", "outcome", "reason",
        )[:SHOWN]
    )  # fmt: skip


_UNFINISHED = Prepared(_unfinished)
