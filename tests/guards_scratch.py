"""``python -m tests.guards_scratch``: a new database, migrated forth and back; what does not stand after each step.

In a process of its own: the tests' database must not be migrated under the feet of others. DATABASE_URL names it.
"""

import json
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from messaging.models import Photo  # noqa: E402
from moderation import guards  # noqa: E402
from moderation.checks import guards_stand  # noqa: E402
from portal.running import prepare  # noqa: E402


def migrate(*words: str) -> list[str]:
    call_command("migrate", *words, verbosity=0, interactive=False)
    return guards.faults(connection)


def before_last(label: str) -> str:
    names = sorted(name for app, name in MigrationLoader(connection).disk_migrations if app == label)
    return names[-2] if len(names) > 1 else "zero"


def lost() -> list[str]:
    """What a step that nobody foresaw takes down: a table rebuilt by hand, or a trigger."""
    if connection.vendor == "sqlite":
        guards.change_with(connection, guards.take_down)
        with connection.schema_editor() as editor:
            editor._remake_table(Photo)
    else:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE messaging_photo DISABLE TRIGGER messaging_photo_kept")
            cursor.execute("DROP TRIGGER messaging_post_not_emptied ON messaging_post")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION messaging_post_kept() RETURNS trigger LANGUAGE plpgsql "
                "AS 'BEGIN RETURN OLD; END'"
            )
    return guards.faults(connection)


def steps() -> dict[str, Any]:
    found: dict[str, Any] = {"checked before there is a table": [str(one.id) for one in guards_stand(None)]}
    found["new"] = migrate()
    for label in ("moderation", "conversations", "messaging"):
        migrate(label, before_last(label))
        found[f"{label} back and forth"] = migrate()
    found["nothing to do"] = migrate()
    found["lost"] = lost()
    found["checked"] = [str(one.id) for one in guards_stand(None)]
    found["checked in words"] = [str(one.msg) for one in guards_stand(None)]
    found["started"] = [prepare.update_database(), guards.faults(connection)]
    lost()
    found["migrated"] = migrate()
    found["checked again"] = [str(one.id) for one in guards_stand(None)]
    connection.close()
    return found


if __name__ == "__main__":
    print(json.dumps(steps()))
