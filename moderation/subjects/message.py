"""A message in a conversation: that one, and nothing else of the conversation (B7, F4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from accounts.models import User
from conversations.actions import leave_stone
from conversations.models import Conversation, Message, MessageFile, Participant
from groups.models import Role, School
from moderation.models import Kind
from moderation.subjects.base import Subject, moment, person

_OF = ("author", "conversation__school", "conversation__pupil", "conversation__school_group")


class MessageSubject(Subject):
    """It belongs to no group: the teachers of the class are in the conversation themselves, so the head handles it."""

    kind = Kind.MESSAGE
    clauses = ("E4", "E3", "E1", "E2", "D1")
    stands_open = False

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "MessageSubject | None":
        rows = Message.objects.of_people().select_related(*_OF)
        row = (rows.select_for_update(of=("self",)) if held else rows).filter(pk=pk).first()
        return None if row is None else cls(row)

    @property
    def author(self) -> User:
        return self.row.author  # type: ignore[no-any-return]

    @property
    def school_group(self) -> None:
        return None

    @property
    def school(self) -> School:
        return self.row.conversation.school  # type: ignore[no-any-return]

    @property
    def address(self) -> str:
        page = reverse("conversations:conversation-detail", args=[self.row.conversation_id])
        return f"{page}#bericht-{self.pk}"

    def excerpt(self) -> str:
        return str(self.row.text)

    def content(self) -> dict[str, Any]:
        pictures = [one for one in self._ready() if one.is_picture]
        return {
            "id": self.pk,
            "author": person(self.author) | {"role": self.row.author_role},
            "for_colleagues": self.row.kind == Message.Kind.NOTE,
            "text": self.row.text,
            "conversation": _words_of(self.row.conversation),
            "written_at": moment(self.row.written_at),
            "placed_at": moment(self.row.deliver_at),
            "why_now": self.row.why_now,
            "held_at": moment(self.row.held_at),
            "withdrawn_at": moment(self.row.withdrawn_at),
            "photos": [{"alt": "", "filename": one.name} for one in pictures],
            "attachments": [
                {"name": one.name, "size": one.size, "state": one.state} for one in self._files() if one not in pictures
            ],
        }

    def readers(self) -> list[dict[str, Any]]:
        """Who is in the conversation, each with the moment until which they read; of a note its colleagues alone."""
        rows = Participant.objects.standing().filter(conversation=self.row.conversation_id)
        if self.row.kind == Message.Kind.NOTE:
            rows = rows.of_staff()
        seen = rows.filter(sees_from__lte=self.row.written_at).select_related("person", "membership__role")
        return [person(one.person) | {"roles": [_role_of(one)], "read_at": moment(self._read_at(one))} for one in seen]

    def _read_at(self, one: Participant) -> datetime | None:
        """When this person last looked, if that was with this message there."""
        return one.read_at if one.read_at is not None and one.read_at >= self.row.deliver_at else None

    def _files(self) -> list[MessageFile]:
        return list(self.row.files.order_by("pk"))

    def _ready(self) -> list[MessageFile]:
        return [one for one in self._files() if one.state == MessageFile.State.READY]

    def rows(self) -> list[Model]:
        return [*self._files(), self.row]

    def files(self) -> Iterator[tuple[str, FieldFile]]:
        """Those that readers could open: what was not checked yet, or refused, was never shown to anybody."""
        for number, one in enumerate(self._ready(), start=1):
            yield f"{'photos' if one.is_picture else 'files'}/{number:02}{one.ending}", one.file

    def leave_stone(self, clause_id: str, *, was_taken_back: bool) -> None:
        leave_stone(self.row, clause_id=clause_id, was_taken_back=was_taken_back)

    def delete(self) -> list[str]:
        """With what still waited to be checked."""
        waiting = [str(one.original.name) for one in self._files() if one.original]
        return [*super().delete(), *waiting]


def _words_of(conversation: Conversation) -> dict[str, Any]:
    group = conversation.school_group
    return {
        "id": conversation.pk,
        "subject": conversation.subject,
        "pupil": {"id": conversation.pupil_id, "name": str(conversation.pupil)},
        "group": {"id": group.pk, "name": group.name, "year": group.school_year} if group is not None else None,
        "desk": str(conversation.get_desk_display()),
        "started_at": moment(conversation.started_at),
    }


def _role_of(participant: Participant) -> str:
    membership = participant.membership
    return str(membership.label or membership.role.name) if membership is not None else str(Role.Name.PARENT)
