"""Writing in a conversation, and taking back what nobody read yet (B7, E8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from conversations import notices
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


class Closed(Exception):
    """The conversation was closed meanwhile, or this person may only read."""


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
    files: "Sequence[UploadedFile[Any]]" = (),
) -> Message:
    """Write in a conversation. Words of staff are delivered at their next opening, or at once for a reason.

    Raises:
        Closed: it is closed, or this person is not in it or may only read.
        KeyTaken: the key is of another person's message, or of one in another conversation.
        TooMany: this person wrote too much lately.
        Offends: there is something in it that is held (E4).
        Refused: too many files, or one too large.
    """
    look_at(files)
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("school").get(pk=conversation.pk)
    participant = _participant(conversation, by)
    if found := offences_in(conversation.school_id, [text]):
        raise Offends(found, may_ask=False)
    now = clock.now()
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "conversation": conversation,
            "author": by,
            "author_role": _hat(participant),
            "text": text,
            "written_at": now,
            "deliver_at": _delivered_at(participant, now, why_now),
            "why_now": why_now if participant.is_staff else "",
        },
    )
    if (message.author_id, message.conversation_id) != (by.pk, conversation.pk):
        raise KeyTaken(key)
    if is_new:
        count_message(by=by, is_staff=participant.is_staff)
        take_in(message, files, by=by)
        if not participant.is_staff:
            answer_by_itself(message)
        notices.tell_readers(message)
    return message


def _participant(conversation: Conversation, by: User) -> Participant:
    for row in everybody_in(conversation.pk):
        if row.person_id == by.pk and may_write(row):
            return row
    raise Closed


def _hat(participant: Participant) -> str:
    membership = participant.membership
    return (membership.label or membership.role.name) if membership is not None else Role.Name.PARENT


def _delivered_at(participant: Participant, now: datetime, why_now: str) -> datetime:
    membership = participant.membership
    if membership is None:
        return now
    time = school_time_of(participant.conversation.school)
    working = working_week_of(participant.person, time)
    return delivered_at(now, time, working, teaches=membership.role.name in TEACHES, why_now=why_now)


@clause("B7")
@transaction.atomic
def leave_note(conversation: Conversation, text: str, *, by: User) -> Message:
    """Leave a line for the colleague who works next, at once: it stands between the messages, and no guardian reads it.

    Raises:
        Closed: this person shares the conversation no more.
    """
    participant = Participant.objects.standing(by).of_staff().filter(conversation=conversation)
    row = participant.select_related("membership__role").first()
    if row is None:
        raise Closed
    now = clock.now()
    made: Message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.NOTE,
        author=by,
        author_role=_hat(row),
        text=text,
        written_at=now,
        deliver_at=now,
    )
    return made


@clause("E8")
def take_back(message: Message, *, by: User) -> bool:
    """Take back one's own words as long as nobody has them. True when this call did it."""
    mine = Message.objects.taken_back_by(by).filter(pk=message.pk)
    return mine.update(withdrawn_at=clock.now()) == 1
