"""Conversations about one child: who is in them, what was written, and what the school agreed about them."""

from conversations.models.conversation import Conversation
from conversations.models.file import MessageFile
from conversations.models.message import Message, MessageQuerySet, is_delivered, is_seen
from conversations.models.participant import Participant
from conversations.models.policy import ConversationPolicy, policy_of
from conversations.models.together import TogetherAsk

__all__ = [
    "Conversation",
    "ConversationPolicy",
    "Message",
    "MessageFile",
    "MessageQuerySet",
    "Participant",
    "TogetherAsk",
    "is_delivered",
    "is_seen",
    "policy_of",
]
