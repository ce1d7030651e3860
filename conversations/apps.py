from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations import events, inbox, notices  # noqa: F401  (they register theirs)
        from conversations.models import MessageFile
        from messaging.actions import keeping

        keeping.OWNERS[MessageFile] = ("original", "file")
