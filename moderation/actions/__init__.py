"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.destroying import (
    destroy_due,
    destroy_package,
    due_in,
)
from moderation.actions.erasing import (
    erase_case,
    erase_item,
    erase_post,
    erase_word,
)
from moderation.actions.opening import (
    end_hold,
    hold,
    hold_of,
    note_view,
    open_package,
    standing_opening,
)
from moderation.actions.proving import (
    check_archive,
    mail_chain_heads,
    stamp_links,
    stamp_trouble,
)
from moderation.actions.removing import (
    Gone,
    agree_as_member,
    needs_member,
    refuse_as_member,
    remove,
    take_back,
)
from moderation.actions.reporting import (
    SaidAlready,
    TooMany,
    read_words,
    report,
    say_word,
    takes_word,
)
from moderation.actions.sealing import (
    seal_removals,
)

__all__ = [
    "Gone",
    "SaidAlready",
    "TooMany",
    "agree_as_member",
    "check_archive",
    "destroy_due",
    "destroy_package",
    "due_in",
    "end_hold",
    "erase_case",
    "erase_item",
    "erase_post",
    "erase_word",
    "hold",
    "hold_of",
    "mail_chain_heads",
    "needs_member",
    "note_view",
    "open_package",
    "read_words",
    "refuse_as_member",
    "remove",
    "report",
    "say_word",
    "seal_removals",
    "stamp_links",
    "stamp_trouble",
    "standing_opening",
    "take_back",
    "takes_word",
]
