"""Pages of conversations."""

from conversations.views.detail import (
    conversation_close,
    conversation_detail,
    message_file,
    message_take_back,
    note_add,
)
from conversations.views.held import held_detail, held_release, held_return
from conversations.views.list import conversation_list
from conversations.views.starting import conversation_choose, conversation_create, pupil_write
from conversations.views.together import together_answer, together_ask

__all__ = [
    "conversation_choose",
    "conversation_close",
    "conversation_create",
    "conversation_detail",
    "conversation_list",
    "held_detail",
    "held_release",
    "held_return",
    "message_file",
    "message_take_back",
    "note_add",
    "pupil_write",
    "together_answer",
    "together_ask",
]
