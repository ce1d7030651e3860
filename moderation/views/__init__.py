"""Pages of moderation."""

from moderation.views.reporting import report_create
from moderation.views.words import word_list

__all__ = ["report_create", "word_list"]
