"""Beat's scheduler: plain, in memory. What is due stands in rows, so a missed run or a second beat does no harm."""

import signal
import time
from contextlib import suppress
from typing import Any

from celery.beat import Scheduler
from django.db import DatabaseError, close_old_connections

from portal.models import note_heartbeat

EVERY = 10.0


class KringScheduler(Scheduler):
    """Celery's own, and it shows that it lives: whether work is asked for can be told from whether work is done."""

    _noted_at = float("-inf")

    def setup_schedule(self) -> None:
        """Nothing to keep, so asked to stop it stops where it stands. Celery's own handler raises; while beat waits for
        an answer of the broker that was caught as a failed task, and beat lived on without its supervisor."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        if time.monotonic() - self._noted_at >= EVERY:
            self._noted_at = time.monotonic()
            self._note()
        wait: float = super().tick(*args, **kwargs)
        return min(wait, EVERY)

    @staticmethod
    def _note() -> None:
        close_old_connections()
        with suppress(DatabaseError):
            note_heartbeat("beat")
        close_old_connections()
