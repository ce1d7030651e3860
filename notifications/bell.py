"""Ringing a worker's bell: after commit at most, within a second or two, and never an error.

The rows are the record; a sweep finds them anyway. So a broker that refuses or hangs costs its first caller a
second and then nobody anything for half a minute.
"""

import logging
import time
from functools import cache

from celery import current_app
from django.db import transaction
from kombu.pools import ProducerPool

log = logging.getLogger("kring.bell")

SILENCE = 30.0
# An answer within this time (s) means that the broker is there, and only the connection had gone stale.
QUICK = 0.2
_silent_until = 0.0
# Connections of its own for the web: they give up soon, where the worker waits patiently.
_HASTE = {
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}


def ring(task: str) -> None:
    """Wake the sweep of this name once the running transaction is committed; at once when there is none."""
    transaction.on_commit(lambda: _ring_now(task), robust=True)


def load() -> None:
    """Load the broker's client library, for the web server to call before it forks: half a second the first caller
    would pay otherwise. Opens no connection."""
    _producers().connections.connection.transport  # noqa: B018 - reading it is what loads it
    _producers.cache_clear()


@cache
def _producers() -> ProducerPool:
    """Open connections, for every thread of a web process one: opening one costs more than ringing."""
    connections = current_app.connection_for_write(transport_options=_HASTE).Pool(limit=8)
    return ProducerPool(connections=connections, Producer=current_app.amqp.Producer, limit=8)


def _ring_now(task: str) -> None:
    global _silent_until
    begun = time.monotonic()
    if begun < _silent_until:
        return
    try:
        _send(task)
    except Exception as error:  # whatever the broker does, the row is there and the sweep will come
        _forget()
        if time.monotonic() - begun < QUICK and _rang_anew(task):
            return
        _silent_until = time.monotonic() + SILENCE
        log.warning("no bell for %s: %s", task, error.__class__.__name__)


def _rang_anew(task: str) -> bool:
    """Whether a fresh connection does it: a broker that was started again has closed the old ones."""
    try:
        _send(task)
    except Exception:
        _forget()
        return False
    return True


def _send(task: str) -> None:
    with _producers().acquire(block=True, timeout=1) as producer:
        current_app.send_task(task, producer=producer, ignore_result=True, retry=False, expires=30)


def _forget() -> None:
    producers = _producers()
    _producers.cache_clear()
    producers.connections.force_close_all()
