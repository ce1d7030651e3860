from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        """Bring down what the apps below must know, and put the guards up after every migration: one that rebuilds a
        table on SQLite takes its triggers down."""
        from messaging.actions import keeping
        from moderation import events, mails, queue_mails  # noqa: F401  (register theirs, in the worker too)
        from moderation.models import SetAside

        keeping.OWNERS[SetAside] = ("file",)
        pre_migrate.connect(_take_down, sender=self, dispatch_uid="moderation.guards_down")
        post_migrate.connect(_put_up, sender=self, dispatch_uid="moderation.guards")


def _take_down(sender: Any, using: str, **more: Any) -> None:
    """On SQLite a table cannot be rebuilt while the triggers of another speak of it."""
    from django.db import connections

    from moderation import guards

    if connections[using].vendor == "sqlite":
        with connections[using].schema_editor() as editor:
            guards.take_down(editor)


def _put_up(sender: Any, using: str, **more: Any) -> None:
    from django.db import connections

    from moderation import guards

    with connections[using].schema_editor() as editor:
        guards.put_up(editor)
