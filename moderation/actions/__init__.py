"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.removing import (
    Gone,
    agree_as_member,
    needs_member,
    refuse_as_member,
    remove,
    take_back,
)
from moderation.actions.sealing import seal_removals

__all__ = [
    "Gone",
    "agree_as_member",
    "needs_member",
    "refuse_as_member",
    "remove",
    "seal_removals",
    "take_back",
]
