"""What happens with what was reported: verbs that say who did it and return what changed."""

from moderation.actions.cases import (
    AboutOneself,
    add_to_case,
    close_case,
    consult,
    open_case,
    record_export,
    reopen_case,
)
from moderation.actions.deciding import (
    ask_teacher,
    hide_item,
    put_back,
)
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
from moderation.actions.holding import (
    end_hold,
    hold,
    hold_of,
)
from moderation.actions.lines import (
    write_head_line,
)
from moderation.actions.opening import (
    note_view,
    open_package,
    standing_opening,
)
from moderation.actions.proving import (
    ask_check,
    check_archive,
    check_asked,
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
    Stopped,
    TooMany,
    read_words,
    report,
    say_word,
    takes_word,
)
from moderation.actions.sealing import (
    seal_removals,
)
from moderation.actions.settings import (
    change_moderation,
)
from moderation.actions.steps import (
    Meanwhile,
    NotNow,
    reverse_step,
    take_step,
    tell_ended,
)

__all__ = [
    "AboutOneself",
    "Gone",
    "Meanwhile",
    "NotNow",
    "SaidAlready",
    "Stopped",
    "TooMany",
    "add_to_case",
    "agree_as_member",
    "ask_check",
    "ask_teacher",
    "change_moderation",
    "check_archive",
    "check_asked",
    "close_case",
    "consult",
    "destroy_due",
    "destroy_package",
    "due_in",
    "end_hold",
    "erase_case",
    "erase_item",
    "erase_post",
    "erase_word",
    "hide_item",
    "hold",
    "hold_of",
    "mail_chain_heads",
    "needs_member",
    "note_view",
    "open_case",
    "open_package",
    "put_back",
    "read_words",
    "record_export",
    "refuse_as_member",
    "remove",
    "reopen_case",
    "report",
    "reverse_step",
    "say_word",
    "seal_removals",
    "stamp_links",
    "stamp_trouble",
    "standing_opening",
    "take_back",
    "take_step",
    "takes_word",
    "tell_ended",
    "write_head_line",
]
