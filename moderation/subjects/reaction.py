"""A reaction under a news item."""

from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from groups.models import School, SchoolGroup
from messaging.models import Post, Reaction, Tombstone
from moderation.models import Kind
from moderation.subjects.base import Subject, moment, person


class ReactionSubject(Subject):
    kind = Kind.REACTION

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "ReactionSubject | None":
        rows = Reaction.objects.select_related("author", "post__author", "post__school_group__school")
        row = (rows.select_for_update(of=("self",)) if held else rows).filter(pk=pk).first()
        return None if row is None else cls(row)

    @property
    def author(self) -> User:
        return self.row.author  # type: ignore[no-any-return]

    @property
    def school_group(self) -> SchoolGroup:
        return self.row.post.school_group  # type: ignore[no-any-return]

    @property
    def school(self) -> School:
        return self.school_group.school

    @property
    def address(self) -> str:
        return f"{reverse('messaging:post-detail', args=[self.row.post_id])}#reactie-{self.pk}"

    def excerpt(self) -> str:
        return str(self.row.text)

    def content(self) -> dict[str, Any]:
        return reaction_words(self.row) | {"under": post_words(self.row.post), "thread": thread_of(self.row.post)}

    def rows(self) -> list[Model]:
        return [*self.row.versions.order_by("pk"), self.row]

    def tombstone(self) -> Tombstone:
        return Tombstone(
            kind=Tombstone.Kind.REACTION,
            object_id=self.pk,
            post_id=self.row.post_id,
            school_group=self.school_group,
            stood_at=self.row.created_at,
        )


def reaction_words(row: Reaction) -> dict[str, Any]:
    """One reaction, with what it said before."""
    return {
        "id": row.pk,
        "author": person(row.author) | {"role": row.author_role},
        "text": row.text,
        "placed_at": moment(row.created_at),
        "edited_at": moment(row.edited_at),
        "withdrawn_at": moment(row.withdrawn_at),
        "held_at": moment(row.held_at),
        "versions": [
            {"text": version.text, "replaced_at": moment(version.replaced_at)}
            for version in row.versions.order_by("pk")
        ],
    }


def thread_of(post: Post) -> list[dict[str, Any]]:
    """All reactions under a post, in order, those that nobody reads any more included."""
    rows = post.reactions.select_related("author").prefetch_related("versions")
    return [reaction_words(row) for row in rows]


def post_words(post: Post) -> dict[str, Any]:
    """What a post says, without what hangs under it."""
    return {
        "id": post.pk,
        "author": person(post.author) | {"role": post.author_role},
        "kind": str(post.get_kind_display()),
        "title": post.title,
        "text": post.text,
        "published_at": moment(post.published_at),
        "edited_at": moment(post.edited_at),
    }
