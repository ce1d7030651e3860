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
    "report_create",
    "word_list",
]
