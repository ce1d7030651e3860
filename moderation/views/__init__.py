"""Views of moderation."""

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

__all__ = [
    "archive_check",
    "archive_detail",
    "archive_file",
    "archive_hold",
    "archive_list",
    "archive_photo",
    "archive_recheck",
    "archive_zip",
]
