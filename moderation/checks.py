"""Whether the guards of the archive stand: ``manage.py check --deploy`` says so."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseFault
from django.db import connection

from moderation import guards


@register(Tags.security, deploy=True)
def guards_stand(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The triggers without which something could be deleted before its hard copy is kept."""
    try:
        if "messaging_post" not in connection.introspection.table_names():
            return []  # nothing to guard yet
        missing = guards.faults(connection)
    except DatabaseFault as error:
        return [Warning(f"Could not see whether the archive is guarded: {error.__class__.__name__}.", id="kring.W003")]
    if not missing:
        return []
    words = f"Triggers that guard the archive do not stand: {', '.join(missing)}. manage.py migrate puts them up."
    return [Error(words, id="kring.E005")]
