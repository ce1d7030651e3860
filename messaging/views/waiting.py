"""What a writer left unfinished, and what waits for its photos."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from groups.models import SchoolGroup
from groups.prepared import Prepared
from groups.standing import standing_of
from messaging.models import Photo, Post
from protocol import clock

SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """A draft, or a post on its way, of who is looking; ``refused`` names the photo that kept it at home."""

    pk: int
    key: UUID
    title: str
    group: SchoolGroup
    state: str
    publish_at: datetime | None
    refused: str

    @property
    def is_planned(self) -> bool:
        return self.state == Post.State.PLANNED

    @property
    def is_waiting(self) -> bool:
        return self.state == Post.State.WAITING

    @property
    def is_later(self) -> bool:
        """It waits for its moment, not only for its photos."""
        return self.is_planned and self.publish_at is not None and self.publish_at > clock.now()


def waiting_of(request: HttpRequest) -> list[Waiting]:
    """The newest unfinished posts of who is looking, in one query."""
    groups = {group.pk: group for group in standing_of(request).writable}
    return [
        Waiting(pk, key, title, groups[group_id], state, publish_at, photo or "")
        for pk, key, title, group_id, state, publish_at, photo in _UNFINISHED.rows(request.user.pk, *groups)  # type: ignore[arg-type]
    ]


def _unfinished(author_id: int, *group_ids: int) -> "QuerySet[Post, Any]":
    refused = Photo.objects.filter(post=OuterRef("pk"), state=Photo.State.REFUSED).values("filename")[:1]
    return (
        Post.objects.filter(author_id=author_id, school_group__in=group_ids)
        .exclude(state=Post.State.PUBLISHED)
        .annotate(refused=Subquery(refused))
        .order_by("-saved_at", "-pk")
        .values_list("pk", "key", "title", "school_group_id", "state", "publish_at", "refused")[:SHOWN]
    )


_UNFINISHED = Prepared(_unfinished)
