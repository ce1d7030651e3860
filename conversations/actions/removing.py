"""What stays in a conversation where a message was taken away."""

from django.utils.translation import gettext as _

from conversations.models import Message
from protocol.clauses import clause


@clause("D12", "F6")
def leave_stone(message: Message, *, clause_id: str, was_taken_back: bool) -> Message:
    """At the place of a message that goes: no word of it, nor whose it was. Of a note only colleagues see it."""
    if was_taken_back:
        words = _("A message stood here. Who wrote it took it back.")
    else:
        words = _("A message stood here. It was taken away (agreement %(clause)s).") % {"clause": clause_id}
    is_note = message.kind == Message.Kind.NOTE
    made: Message = Message.objects.create(
        conversation=message.conversation,
        kind=Message.Kind.GONE_NOTE if is_note else Message.Kind.GONE,
        text=words,
        written_at=message.written_at,
        deliver_at=message.deliver_at,
    )
    return made
