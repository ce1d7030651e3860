"""What every kind of thing that can be reported and removed has in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC
from typing import Any, ClassVar, NamedTuple

from django.db.models import Model
from django.db.models.fields.files import FieldFile

from accounts.models import User
from groups.models import School, SchoolGroup
from groups.recipients import heads_of
from messaging.models import Tombstone
from moderation.guards import BY_TABLE
from protocol import clock


class Row(NamedTuple):
    """One row that goes, and the hash of its content (moderation/guards.py)."""

    table: str
    row_id: int
    content: str


def row_of(one: Model) -> Row:
    """The row of this object as the guard sees it."""
    table = one._meta.db_table
    guarded = BY_TABLE[table]
    values = {field.column: field.value_from_object(one) for field in one._meta.concrete_fields if field.column}
    return Row(table, one.pk, guarded.hash_of(values))


class Subject(ABC):
    """One thing, as moderation sees it. ``held`` locks its rows until the transaction ends."""

    kind: ClassVar[str]
    clauses: ClassVar[tuple[str, ...]] = ("E4", "E3", "E2", "B7", "D8", "D1")
    # Whether who handles a report comes where it stands.
    stands_open: ClassVar[bool] = True

    def __init__(self, row: Any) -> None:
        self.row = row

    @classmethod
    @abstractmethod
    def find(cls, pk: int, *, held: bool = False) -> "Subject | None":
        """The thing with this key as it stands now, None when it is gone."""

    @property
    def pk(self) -> int:
        return int(self.row.pk)

    @property
    @abstractmethod
    def author(self) -> User: ...

    @property
    @abstractmethod
    def school_group(self) -> SchoolGroup | None: ...

    @property
    @abstractmethod
    def school(self) -> School: ...

    @property
    def author_role(self) -> str:
        return str(getattr(self.row, "author_role", ""))

    @property
    def is_about_head(self) -> bool:
        """Whether the head wrote it: then another person handles it (F5)."""
        return heads_of(self.school).filter(pk=self.author.pk).exists()

    @property
    def is_of_mr(self) -> bool:
        """Whether the MR placed it: it goes with a member of the MR only (D12)."""
        group = self.school_group
        return group is not None and group.council == SchoolGroup.Council.MR and self.kind in ("post", "photo")

    @property
    def is_hidden(self) -> bool:
        return self.row.hidden_at is not None

    @property
    @abstractmethod
    def address(self) -> str:
        """Where a reader finds it."""

    @property
    def page(self) -> str:
        """The page it stands on, from the top: what was done is said there."""
        return self.address.partition("#")[0]

    @abstractmethod
    def excerpt(self) -> str:
        """Its words, for who handles a report."""

    def hide(self) -> None:
        """Nobody reads it any more. The caller holds it."""
        type(self.row).objects.filter(pk=self.pk, hidden_at__isnull=True).update(hidden_at=clock.now())

    def show(self) -> None:
        """Readers see it again, as far as all else lets them. The caller holds it."""
        type(self.row).objects.filter(pk=self.pk).update(hidden_at=None)

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """All of it as plain values, for the hard copy: what it says, its versions, its thread."""

    @abstractmethod
    def rows(self) -> list[Model]:
        """The rows that go, in the order in which they may: those that lean on others first."""

    def sealed_rows(self) -> list[Row]:
        """The same, for those that the guards watch."""
        return [row_of(one) for one in self.rows() if one._meta.db_table in BY_TABLE]

    def files(self) -> Iterator[tuple[str, FieldFile]]:
        """Its files, each with the name it gets in the package."""
        yield from ()

    def readers(self) -> list[dict[str, Any]] | None:
        """Who could read it at this moment; None: who reads the page of its group."""
        return None

    def tombstone(self) -> Tombstone | None:
        """What will stand there; None where nothing need stand."""
        return None

    def leave_stone(self, clause_id: str, *, was_taken_back: bool) -> None:
        """Say at its place that something stood there. The caller deletes it in the same transaction."""
        stone = self.tombstone()
        if stone is not None:
            stone.clause, stone.was_taken_back = clause_id, was_taken_back
            stone.save()

    def delete(self) -> list[str]:
        """Delete its rows, for which sealed rows stand; the names of files that must go after the commit."""
        names = [str(file.name) for _, file in self.files()]
        for one in self.rows():
            type(one)._base_manager.filter(pk=one.pk).delete()
        return names


def person(user: User) -> dict[str, Any]:
    """Who somebody is, for a record."""
    return {"id": user.pk, "name": user.full_name}


def moment(at: Any) -> dict[str, str] | None:
    """A moment for a record: in UTC and as the clock at school said."""
    return None if at is None else {"utc": at.astimezone(UTC).isoformat(), "school": clock.at_school(at).isoformat()}
