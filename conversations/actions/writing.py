"""Writing in a conversation, and taking back what nobody read yet (B7, E8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from conversations import held_mails, notices
from conversations.actions.answering import answer_by_itself
from conversations.actions.files import look_at, take_in
from conversations.actions.limiting import count_message
from conversations.models import Conversation, Message, Participant
from conversations.permissions import everybody_in, may_write
from conversations.rules import delivered_at
from groups.models import Role
from groups.roles import TEACHES
from groups.school_time import school_time_of, working_week_of
from messaging.offending import Offends, offences_in
from protocol import clock
from protocol.clauses import clause

Uploads = Sequence["UploadedFile[Any]"]


class Closed(Exception):
    """The conversation was closed meanwhile, or this person may only read."""


class NobodyThere(Exception):
    """There is nobody at the other side today."""


class KeyTaken(Exception):
    """The key of the form belongs to somebody else's words."""


@clause("B7", "E4", "E8")
@transaction.atomic
def write_message(
    conversation: Conversation,
    text: str,
    *,
    by: User,
    key: UUID,
    why_now: str = "",
    files: Uploads = (),
    asks: bool = False,
) -> Message:
    """Write in a conversation. Words of staff are delivered at their next opening, or at once for a reason. What
    offends is kept only for who ``asks`` whether it may, and held: nobody in the conversation reads it.

    Raises:
        Closed: it is closed, or this person is not in it or may only read.
        NobodyThere: a guardian writes, and nobody of the school reads it: guardians do not write to each other.
        KeyTaken: the key is of another person's message, or of one in another conversation.
        TooMany: this person wrote too much lately.
        Offends: there is something in it that is held (E4), and its author did not ask or nobody can decide.
        Refused: too many files, or one too large.
    """
    look_at(files)
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("school").get(pk=conversation.pk)
    participant = writer_in(conversation, by)
    is_held = _is_held(conversation, text, by, asks=asks)
    now = clock.now()
    held_at, why_now = now if is_held else None, why_now if participant.is_staff else ""
    more = {"deliver_at": delivery_of(participant, now, why_now), "held_at": held_at, "why_now": why_now}
    message, is_new = _kept(participant, Message.Kind.WORDS, text, key=key, written_at=now, **more)
    if is_new:
        count_message(by=by, is_staff=participant.is_staff)
        take_in(message, files, by=by)
        if is_held:
            held_mails.tell_held(message)
        else:
            bring(message, of_staff=participant.is_staff)
    return message


def _kept(writer: Participant, kind: str, text: str, *, key: UUID, **more: Any) -> tuple[Message, bool]:
    """The words of this key, and whether they are new: sending twice is sending once."""
    whose = {"conversation": writer.conversation, "author": writer.person, "author_role": _hat(writer)}
    message, is_new = Message.objects.get_or_create(key=key, defaults={"kind": kind, "text": text, **whose, **more})
    facts = (message.author_id, message.conversation_id, message.kind)
    if facts != (writer.person_id, writer.conversation_id, kind):
        raise KeyTaken(key)
    return message, is_new


@clause("E4")
def _is_held(conversation: Conversation, text: str, by: User, *, asks: bool) -> bool:
    found = offences_in(conversation.school_id, [text])
    if not found:
        return False
    may_ask = bool(held_mails.who_decide(conversation, by))
    if asks and may_ask:
        return True
    raise Offends(found, may_ask=may_ask)


def bring(message: Message, *, of_staff: bool) -> None:
    """It is on its way to its readers: the portal answers a guardian where nobody at school works, and tells who reads
    along."""
    if not of_staff:
        answer_by_itself(message)
    notices.tell_readers(message)


@clause("B7", "F5")
def writer_in(conversation: Conversation, by: User) -> Participant:
    """As what this person writes in it now.

    Raises:
        Closed: it is closed, or this person is not in it or may only read.
        NobodyThere: this person is a guardian, and nobody of the school reads it today.
    """
    inside = everybody_in(conversation.pk)
    me = next((row for row in inside if row.person_id == by.pk and may_write(row)), None)
    if me is None:
        raise Closed
    if not any(row.is_staff for row in inside):
        raise NobodyThere
    return me


def _hat(participant: Participant) -> str:
    membership = participant.membership
    return (membership.label or membership.role.name) if membership is not None else Role.Name.PARENT


def delivery_of(participant: Participant, now: datetime, why_now: str) -> datetime:
    """When readers have what this participant says now."""
    membership = participant.membership
    if membership is None:
        return now
    time = school_time_of(participant.conversation.school)
    working = working_week_of(participant.person, time)
    return delivered_at(now, time, working, teaches=membership.role.name in TEACHES, why_now=why_now)


@clause("B7")
@transaction.atomic
def leave_note(conversation: Conversation, text: str, *, by: User, key: UUID | None = None) -> Message:
    """Leave a line for the colleague who works next, at once: it stands between the messages, and no guardian reads it.
    Also in a conversation that is closed. Nothing in it is held (E4, docs/adr/0013): colleagues speak up about it. The
    form's key makes sending twice the same as sending once.

    Raises:
        Closed: this person shares the conversation no more, or the school stopped all sending.
        KeyTaken: the key is of another person's words, or of words in another conversation.
        TooMany: this person wrote too much lately.
    """
    Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    writer = next((row for row in everybody_in(conversation.pk) if row.person_id == by.pk), None)
    if writer is None or not writer.is_staff or writer.only_reads:  # type: ignore[attr-defined]
        raise Closed
    now = clock.now()
    note, is_new = _kept(writer, Message.Kind.NOTE, text, key=key or uuid4(), written_at=now, deliver_at=now)
    if is_new:
        count_message(by=by, is_staff=True)
    return note


@clause("E8")
def take_back(message: Message, *, by: User) -> bool:
    """Take back one's own words as long as nobody has them. True when this call did it."""
    mine = Message.objects.taken_back_by(by).filter(pk=message.pk)
    return mine.update(withdrawn_at=clock.now()) == 1
