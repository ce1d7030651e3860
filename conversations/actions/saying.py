"""What the portal itself says in a conversation: who came in, and that it was closed."""

from accounts.models import User
from conversations.models import Conversation, Message
from protocol import clock


def say(conversation: Conversation, text: str, *, by: User | None = None) -> Message:
    """A line of the portal, at once for everybody in it; nobody gets a mail about it."""
    now = clock.now()
    made: Message = Message.objects.create(
        conversation=conversation, kind=Message.Kind.NOTICE, author=by, text=text, written_at=now, deliver_at=now
    )
    return made
