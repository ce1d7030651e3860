"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.deciding import ask_teacher, hide_item, put_back
from moderation.actions.removing import (
    Gone,
    agree_as_member,
    needs_member,
    refuse_as_member,
    remove,
    take_back,
)
from moderation.actions.sealing import seal_removals
from moderation.actions.settings import change_moderation

__all__ = [
    "Gone",
    "agree_as_member",
    "ask_teacher",
    "change_moderation",
    "hide_item",
    "needs_member",
    "put_back",
    "refuse_as_member",
    "remove",
    "seal_removals",
    "take_back",
]
