"""What people fill in about conversations."""

from conversations.forms.message import MessageForm, NoteForm, ReturnForm, StartForm

__all__ = ["MessageForm", "NoteForm", "ReturnForm", "StartForm"]
