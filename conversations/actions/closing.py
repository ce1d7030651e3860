"""Staff close a conversation, and open it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from conversations.actions.saying import say
from conversations.models import Conversation
from protocol import clock


@transaction.atomic
def close_conversation(conversation: Conversation, *, by: User) -> bool:
    """From now on it is only read. True when this call did it."""
    standing = Conversation.objects.filter(pk=conversation.pk, closed_at__isnull=True)
    if standing.update(closed_at=clock.now(), closed_by=by) != 1:
        return False
    say(conversation, _("%(name)s closed the conversation.") % {"name": by.called}, by=by)
    audit.record("conversation_closed", by=by, on=conversation)
    return True


@transaction.atomic
def reopen_conversation(conversation: Conversation, *, by: User) -> bool:
    """It takes messages again. True when this call did it."""
    closed = Conversation.objects.filter(pk=conversation.pk, closed_at__isnull=False)
    if closed.update(closed_at=None, closed_by=None) != 1:
        return False
    say(conversation, _("%(name)s opened the conversation again.") % {"name": by.called}, by=by)
    audit.record("conversation_reopened", by=by, on=conversation)
    return True
