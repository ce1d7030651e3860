"""A friendly word, which may turn out not to be one."""

from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from groups.models import School
from moderation.models import FriendlyWord, Kind
from moderation.subjects.base import Subject, moment, person


class WordSubject(Subject):
    kind = Kind.WORD
    clauses = ("E4", "E1", "E2", "D1")

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "WordSubject | None":
        rows = FriendlyWord.objects.select_related("sender", "recipient", "school")
        row = (rows.select_for_update(of=("self",)) if held else rows).filter(pk=pk).first()
        return None if row is None else cls(row)

    @property
    def author(self) -> User:
        return self.row.sender  # type: ignore[no-any-return]

    @property
    def school_group(self) -> None:
        return None

    @property
    def school(self) -> School:
        return self.row.school  # type: ignore[no-any-return]

    @property
    def address(self) -> str:
        return reverse("moderation:word-list")

    def excerpt(self) -> str:
        return str(self.row.text)

    def content(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "author": person(self.row.sender),
            "recipient": person(self.row.recipient),
            "text": self.row.text,
            "about": {"kind": self.row.kind, "id": self.row.object_id},
            "placed_at": moment(self.row.sent_at),
            "read_at": moment(self.row.read_at),
        }

    def rows(self) -> list[Model]:
        return [self.row]
