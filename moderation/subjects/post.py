"""A news item, with all that hangs under it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from accounts.models import User
from groups.models import School, SchoolGroup
from messaging.actions.asking import close_requests
from messaging.models import Post, Tombstone
from moderation.models import Kind
from moderation.subjects.base import Subject, moment, person
from moderation.subjects.photo import photo_files, photo_rows, photo_words
from moderation.subjects.reaction import post_words, thread_of


class PostSubject(Subject):
    kind = Kind.POST
    clauses = ("B7", "D8", "D11", "D14", "E2", "E4", "D1")

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "PostSubject | None":
        rows = Post.objects.filter(state=Post.State.PUBLISHED).select_related("author", "school_group__school")
        row = (rows.select_for_update(of=("self",)) if held else rows).filter(pk=pk).first()
        return None if row is None else cls(row)

    @property
    def author(self) -> User:
        return self.row.author  # type: ignore[no-any-return]

    @property
    def school_group(self) -> SchoolGroup:
        return self.row.school_group  # type: ignore[no-any-return]

    @property
    def school(self) -> School:
        return self.school_group.school

    @property
    def address(self) -> str:
        return reverse("messaging:post-detail", args=[self.pk])

    def excerpt(self) -> str:
        return f"{self.row.title}\n\n{self.row.text}"

    def hide(self) -> None:
        """New words that wait for consent need none any more."""
        super().hide()
        close_requests(self.row)

    def content(self) -> dict[str, Any]:
        versions = self.row.versions.select_related("replaced_by").order_by("pk")
        approvals = self.row.approvals.select_related("decided_by").order_by("pk")
        return post_words(self.row) | {
            "audience": [str(one) for one in self.row.audience.select_related("school_group")],
            "consent": self.row.consent,
            "photos": [photo_words(photo) for photo in self.row.photos.all()],
            "attachments": [{"name": file.name, "size": file.size} for file in self.row.attachments.all()],
            "thread": thread_of(self.row),
            "versions": [
                {
                    "title": version.title,
                    "text": version.text,
                    "kind": version.kind,
                    "photos": version.photos,
                    "replaced_at": moment(version.replaced_at),
                    "replaced_by": person(version.replaced_by),
                }
                for version in versions
            ],
            "approvals": [
                {
                    "outcome": one.outcome,
                    "decided_by": person(one.decided_by) if one.decided_by else None,
                    "decided_at": moment(one.decided_at),
                    "reason": one.reason,
                    "change": one.change,
                }
                for one in approvals
            ],
        }

    def rows(self) -> list[Model]:
        post, found = self.row, []
        for reaction in post.reactions.order_by("pk").prefetch_related("versions"):
            found += [*reaction.versions.order_by("pk"), reaction]
        for photo in post.photos.order_by("pk"):
            found += photo_rows(photo)
        for lean in (post.attachments, post.versions, post.approvals, post.exemptions, post.audience):
            found += lean.order_by("pk")
        return [*found, post]

    def files(self) -> Iterator[tuple[str, FieldFile]]:
        for number, photo in enumerate(self.row.photos.order_by("position", "pk"), start=1):
            yield from photo_files(photo, number)
        for number, attachment in enumerate(self.row.attachments.order_by("pk"), start=1):
            yield f"files/{number:02}.pdf", attachment.file

    def tombstone(self) -> Tombstone:
        return Tombstone(
            kind=Tombstone.Kind.POST,
            object_id=self.pk,
            post_id=self.pk,
            school_group=self.school_group,
            stood_at=self.row.published_at,
        )
