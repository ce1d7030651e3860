"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.cases import (
    AboutOneselfError,
    add_to_case,
    close_case,
    consult,
    hold_case,
    hold_of,
    open_case,
    record_export,
    release_case,
    reopen_case,
)
from moderation.actions.lines import TooManyLinesError, write_head_line
from moderation.actions.removing import (
    Gone,
    agree_as_member,
    needs_member,
    refuse_as_member,
    remove,
    take_back,
)
from moderation.actions.sealing import seal_removals
from moderation.actions.steps import MeanwhileError, NotNowError, reverse_step, take_step, tell_ended

__all__ = [
    "AboutOneselfError",
    "Gone",
    "MeanwhileError",
    "NotNowError",
    "TooManyLinesError",
    "add_to_case",
    "agree_as_member",
    "close_case",
    "consult",
    "hold_case",
    "hold_of",
    "needs_member",
    "open_case",
    "record_export",
    "refuse_as_member",
    "release_case",
    "remove",
    "reopen_case",
    "reverse_step",
    "seal_removals",
    "take_back",
    "take_step",
    "tell_ended",
    "write_head_line",
]
