"""Pages of moderation."""

from moderation.views.archive import (
    archive_check,
    archive_detail,
    archive_file,
    archive_hold,
    archive_list,
    archive_photo,
    archive_recheck,
    archive_zip,
)
from moderation.views.council import (
    removal_agree,
)
from moderation.views.policy import (
    policy,
    policy_save,
)
from moderation.views.queue import (
    item_ask,
    item_detail,
    item_file,
    item_hide,
    item_list,
    item_photo,
    item_put_back,
)
from moderation.views.removing import (
    removal_create,
    take_back,
)
from moderation.views.reporting import (
    report_create,
)
from moderation.views.words import (
    word_list,
)

__all__ = [
    "archive_check",
    "archive_detail",
    "archive_file",
    "archive_hold",
    "archive_list",
    "archive_photo",
    "archive_recheck",
    "archive_zip",
    "item_ask",
    "item_detail",
    "item_file",
    "item_hide",
    "item_list",
    "item_photo",
    "item_put_back",
    "policy",
    "policy_save",
    "removal_agree",
    "removal_create",
    "report_create",
    "take_back",
    "word_list",
]
