"""A photo of a news item."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import School, SchoolGroup
from messaging.models import Photo, Post, Tombstone
from moderation.models import Kind
from moderation.subjects.base import Subject, moment, person
from moderation.subjects.reaction import post_words, thread_of

SIZES = ("large_jpeg", "large_webp", "medium_jpeg", "medium_webp", "small_jpeg", "small_webp")


class PhotoSubject(Subject):
    kind = Kind.PHOTO
    clauses = ("D2", "D3", "D5", "E2", "D8", "D1")

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "PhotoSubject | None":
        rows = Photo.objects.select_related("post__author", "post__school_group__school")
        rows = rows.filter(post__state=Post.State.PUBLISHED, state=Photo.State.READY)
        row = (rows.select_for_update(of=("self",)) if held else rows).filter(pk=pk).first()
        return None if row is None else cls(row)

    @property
    def author(self) -> User:
        return self.row.post.author  # type: ignore[no-any-return]

    @property
    def author_role(self) -> str:
        return str(self.row.post.author_role)

    @property
    def school_group(self) -> SchoolGroup:
        return self.row.post.school_group  # type: ignore[no-any-return]

    @property
    def school(self) -> School:
        return self.school_group.school

    @property
    def address(self) -> str:
        return reverse("messaging:post-detail", args=[self.row.post_id])

    def excerpt(self) -> str:
        return self.row.alt or _("Photo of %(title)s") % {"title": self.row.post.title}

    def content(self) -> dict[str, Any]:
        return photo_words(self.row) | {"of": post_words(self.row.post), "thread": thread_of(self.row.post)}

    def rows(self) -> list[Model]:
        return photo_rows(self.row)

    def files(self) -> Iterator[tuple[str, FieldFile]]:
        yield from photo_files(self.row, 1)

    def tombstone(self) -> Tombstone:
        return Tombstone(
            kind=Tombstone.Kind.PHOTO,
            object_id=self.pk,
            post_id=self.row.post_id,
            school_group=self.school_group,
            stood_at=self.row.post.published_at,
        )


def photo_words(photo: Photo) -> dict[str, Any]:
    """One photo: what was said of it, who can be seen on it, for whom it was away."""
    depictions = photo.depictions.select_related("pupil", "said_by").order_by("pk")
    withheld = photo.withholdings.select_related("pupil").order_by("pk")
    return {
        "id": photo.pk,
        "key": str(photo.key),
        "alt": photo.alt,
        "filename": photo.filename,
        "width": photo.width,
        "height": photo.height,
        "added_at": moment(photo.created_at),
        "recognisable": photo.recognisable,
        "shown_until": photo.shown_until.isoformat() if photo.shown_until else None,
        "pupils": [
            {"id": one.pupil_id, "name": str(one.pupil), "is_on_it": one.is_on_it, "said_by": person(one.said_by)}
            for one in depictions
        ],
        "withheld": [
            {"pupil": str(one.pupil), "why": one.why, "from": moment(one.began_at), "until": moment(one.ended_at)}
            for one in withheld
        ],
    }


def photo_rows(photo: Photo) -> list[Model]:
    return [*photo.depictions.order_by("pk"), *photo.withholdings.order_by("pk"), photo]


def photo_files(photo: Photo, number: int) -> Iterator[tuple[str, FieldFile]]:
    for size in SIZES:
        file = getattr(photo, size)
        if file:
            name, kind = size.split("_")
            yield f"photos/{number:02}-{name}.{'jpg' if kind == 'jpeg' else kind}", file
