from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations import events, held_mails, notices  # noqa: F401  (they register theirs)
        from conversations.inbox import unread_number
        from conversations.models import MessageFile
        from messaging.actions import keeping
        from notifications.kinds import UNREAD

        UNREAD["conversations"] = unread_number
        keeping.OWNERS[MessageFile] = ("original", "file")
