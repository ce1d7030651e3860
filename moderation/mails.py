"""The kinds of mail of moderation. Imported when the app loads."""

from moderation import case_mails

__all__ = ["case_mails"]
