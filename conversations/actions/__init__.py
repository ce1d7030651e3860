"""What happens in conversations."""

from conversations.actions.asking import answer_ask, ask_together
from conversations.actions.closing import close_conversation, reopen_conversation
from conversations.actions.deciding import release_message, return_message
from conversations.actions.files import Refused, check_files
from conversations.actions.joining import bring_in, hand_over, let_in_colleagues
from conversations.actions.policy import change_conversation_policy
from conversations.actions.reading import mark_read
from conversations.actions.removing import leave_stone
from conversations.actions.starting import start_conversation
from conversations.actions.writing import Closed, KeyTaken, NobodyThere, leave_note, take_back, write_message

__all__ = [
    "Closed",
    "KeyTaken",
    "NobodyThere",
    "Refused",
    "answer_ask",
    "ask_together",
    "bring_in",
    "change_conversation_policy",
    "check_files",
    "close_conversation",
    "hand_over",
    "leave_note",
    "leave_stone",
    "let_in_colleagues",
    "mark_read",
    "release_message",
    "reopen_conversation",
    "return_message",
    "start_conversation",
    "take_back",
    "write_message",
]
