"""Whether pushes can be signed: ``manage.py check --deploy`` says so."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as DatabaseFault
from django.db import connection

from notifications.models import PushKeys
from notifications.push_keys import private_key


@register(Tags.security, deploy=True)
def pushes_can_be_signed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The key of the settings is one, or the kept one opens. None yet is well: who asks first makes it."""
    try:
        if settings.VAPID_KEY or _is_kept():
            private_key()
    except ValueError as error:
        return [
            Error(f"No push goes out: {error}. Devices let in with another key must be let in again.", id="kring.E006")
        ]
    except DatabaseFault:
        pass  # another check says that the database does not answer
    return []


def _is_kept() -> bool:
    return PushKeys._meta.db_table in connection.introspection.table_names() and PushKeys.objects.exists()
