from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        """Bring down what the apps below must know, and put the guards up after every migration: one that rebuilds a
        table on SQLite takes its triggers down."""
        from messaging.actions import keeping
        from moderation import (  # noqa: F401  (they register theirs)
            archive_mails,
            case_mails,
            checks,
            events,
            mails,
            packages,
            queue_mails,
            stuck,
        )
        from moderation.actions.sealing import names_in_archive
        from moderation.models import SetAside

        keeping.OWNERS[SetAside] = ("file",)
        keeping.KEEPERS[packages.FOLDER] = names_in_archive
        pre_migrate.connect(_take_down, sender=self, dispatch_uid="moderation.guards_down")
        post_migrate.connect(_put_up, sender=self, dispatch_uid="moderation.guards")


def _take_down(sender: Any, using: str, **more: Any) -> None:
    """On SQLite a table cannot be rebuilt while the triggers of another speak of it."""
    from moderation import guards

    if connections[using].vendor == "sqlite":
        guards.change_with(connections[using], guards.take_down)


def _put_up(sender: Any, using: str, **more: Any) -> None:
    from moderation import guards

    guards.change_with(connections[using], guards.put_up)
