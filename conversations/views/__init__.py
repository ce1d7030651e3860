"""Pages of conversations."""

from conversations.views.care import care_find, helper_add
from conversations.views.detail import (
    conversation_close,
    conversation_detail,
    message_file,
    message_take_back,
    note_add,
)
from conversations.views.head import conversation_hand_over, policy, policy_save
from conversations.views.list import conversation_list
from conversations.views.starting import care_write, conversation_choose, conversation_create, pupil_write
from conversations.views.together import together_answer, together_ask

__all__ = [
    "care_find",
    "care_write",
    "conversation_choose",
    "conversation_close",
    "conversation_create",
    "conversation_detail",
    "conversation_hand_over",
    "conversation_list",
    "helper_add",
    "message_file",
    "message_take_back",
    "note_add",
    "policy",
    "policy_save",
    "pupil_write",
    "together_answer",
    "together_ask",
]
