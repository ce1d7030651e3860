"""Ringing a worker's bell: after commit at most, within a second, and never an error.

The rows are the record; a sweep finds them anyway. So a broker that refuses or hangs costs its first caller a
second and then nobody anything for half a minute.
"""

import logging
import time

from celery import current_app
from django.db import transaction

log = logging.getLogger("kring.bell")

SILENCE = 30.0
_silent_until = 0.0
# A connection of its own for the web: it gives up within a second, where the worker waits patiently.
_HASTE = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}


def ring(task: str) -> None:
    """Wake the sweep of this name once the running transaction is committed; at once when there is none."""
    transaction.on_commit(lambda: _ring_now(task), robust=True)


def _ring_now(task: str) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        with current_app.connection_for_write(transport_options=_HASTE) as connection:
            current_app.send_task(task, connection=connection, ignore_result=True, retry=False, expires=30)
    except Exception as error:  # whatever the broker does, the row is there and the sweep will come
        _silent_until = time.monotonic() + SILENCE
        log.warning("no bell for %s: %s", task, error.__class__.__name__)
