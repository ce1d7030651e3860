"""What people fill in about conversations."""

from conversations.forms.message import MessageForm, NoteForm, StartForm
from conversations.forms.policy import ConversationPolicyForm

__all__ = ["ConversationPolicyForm", "MessageForm", "NoteForm", "StartForm"]
