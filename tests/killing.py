"""Ending processes of a running portal in the middle of their work, and looking into its database from outside."""

import contextlib
import os
import random
import signal
import sqlite3
import threading
from dataclasses import dataclass, field

from tests.serving import Serving, children


@dataclass
class Killer:
    """Ends a process of the portal every so often, any of them, until told to stop."""

    serving: Serving
    pause: float
    chance: random.Random
    killed: dict[str, int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.over.wait(self.pause):
            name, pids = self.chance.choice(list(self.victims().items()))
            if pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.chance.choice(pids), signal.SIGKILL)
                    self.killed[name] = self.killed.get(name, 0) + 1

    def victims(self) -> dict[str, list[int]]:
        web, worker = self.serving.pids("gunicorn"), self.serving.pids(" worker ")
        return {
            "web": web,
            "one web process": [child for pid in web for child in children(pid)],
            "worker": worker,
            "one worker process": [child for pid in worker for child in children(pid)],
            "beat": self.serving.pids(" beat "),
            "broker": self.serving.pids("valkey-server"),
        }


def rows(serving: Serving, question: str, *values: object) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(serving.data / "kring.sqlite3", timeout=20)) as connection, connection:
        return connection.execute(question, values).fetchall()


def make_room(serving: Serving, group: str) -> None:
    """What a group has today takes no place on the day any more (D10): a test may write there."""
    rows(
        serving,
        """UPDATE messaging_post SET exempt = 'earlier', slot_on = NULL, slot_number = NULL, author_slot = NULL
        WHERE exempt = '' AND state = 'published'
        AND school_group_id IN (SELECT id FROM groups_schoolgroup WHERE name = ?)""",
        group,
    )
