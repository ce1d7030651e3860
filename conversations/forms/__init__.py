"""What people fill in about conversations."""

from conversations.forms.message import MessageForm, NoteForm, StartForm

__all__ = ["MessageForm", "NoteForm", "StartForm"]
