"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.removing import (
    Gone,
    agree_as_member,
    needs_member,
    refuse_as_member,
    remove,
    take_back,
)
from moderation.actions.reporting import SaidAlready, TooMany, read_words, report, say_word, takes_word
from moderation.actions.sealing import seal_removals

__all__ = [
    "Gone",
    "SaidAlready",
    "TooMany",
    "agree_as_member",
    "needs_member",
    "read_words",
    "refuse_as_member",
    "remove",
    "report",
    "say_word",
    "seal_removals",
    "take_back",
    "takes_word",
]
