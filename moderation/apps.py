from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
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
    from moderation import guards

    if connections[using].vendor == "sqlite":
        _with_editor(using, guards.take_down)


def _put_up(sender: Any, using: str, **more: Any) -> None:
    from moderation import guards

    _with_editor(using, guards.put_up)


def _with_editor(using: str, change: Callable[[Any], None]) -> None:
    """Not Django's own editor: on SQLite it cannot be used within a transaction, where a flush may stand."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        change(SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql, params)))
