"""``manage.py sweep``: one pass over all that is due, without a broker. Safe next to running workers."""

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from portal.celery import app

HEARTBEAT = "portal.heartbeat"


class Command(BaseCommand):
    help = "Do everything that is due, once: photos, posts, mails. Needs no broker."
    is_ending = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between two passes")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        app.loader.import_default_modules()
        if every is not None:
            signal.signal(signal.SIGTERM, self._end)
        while not self.is_ending:
            failed = self._sweep(quiet=every is not None)
            if every is None:
                raise SystemExit(1 if failed else 0)
            close_old_connections()
            self._pause(every)

    def _end(self, *_: object) -> None:
        """Asked to stop it ends the sweep it is at: what that holds in hand would wait for its lease otherwise."""
        self.is_ending = True

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_ending and time.monotonic() < until:
            time.sleep(0.1)

    def _sweep(self, *, quiet: bool) -> bool:
        """Every sweep of the beat schedule, called here. One that fails does not keep the others from their work."""
        failed = False
        names = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] != HEARTBEAT]
        for name in names:
            if self.is_ending:
                break
            try:
                count = app.tasks[name]()
            except Exception as error:
                failed = True
                self.stderr.write(f"{name}: {error.__class__.__name__}: {error}")
            else:
                if not quiet:
                    self.stdout.write(f"{name}: {count}")
        return failed
