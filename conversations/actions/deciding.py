"""What was held is let go by the head, or sent back to who wrote it with a reason (E4)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from conversations import held_mails
from conversations.actions.writing import Closed, NobodyThere, bring, delivery_of, writer_in
from conversations.models import Message, Participant
from protocol import clock
from protocol.clauses import clause


@clause("E4", "E8")
@transaction.atomic
def release_message(message: Message, *, by: User) -> bool:
    """Let go what was held: it is delivered as if it was written now. True when this call did it; of two at once one
    wins. Not as long as its author may not write there, nor when the child died since: it waits, or goes back."""
    row = _held(message, by)
    participant = None if row is None else _writer_of(row)
    if row is None or participant is None:
        return False
    row.deliver_at = delivery_of(participant, clock.now(), row.why_now)
    if row.is_kept_back:
        return False
    _decide(row, by, held_at=None, deliver_at=row.deliver_at)
    bring(row, of_staff=participant.is_staff)
    return True


@clause("E4")
@transaction.atomic
def return_message(message: Message, reason: str, *, by: User) -> bool:
    """Give what is held back to its author, with a reason: nobody reads it. True when this call did it."""
    row = _held(message, by)
    if row is None:
        return False
    _decide(row, by, return_reason=reason)
    return True


def _writer_of(row: Message) -> Participant | None:
    """Its author, as long as that person could write it now."""
    assert row.author is not None
    try:
        return writer_in(row.conversation, row.author)
    except (Closed, NobodyThere):
        return None


def _held(message: Message, by: User) -> Message | None:
    """The row itself, as long as it waits for this person: who decides at the same moment comes after."""
    list(Message.objects.select_for_update().filter(pk=message.pk).values_list("pk"))
    found: Message | None = (
        Message.objects.held_for(by).filter(pk=message.pk).select_related("conversation__school", "author").first()
    )
    return found


def _decide(row: Message, by: User, **changes: object) -> None:
    now = clock.now()
    Message.objects.filter(pk=row.pk).update(decided_by=by, decided_at=now, **changes)
    row.refresh_from_db(fields=["held_at", "deliver_at", "decided_at", "return_reason"])
    # No word of it, nor about which child it is.
    audit.record("message_released" if row.held_at is None else "message_returned", by=by, on=row)
    held_mails.tell_decided(row)
