"""The supervisor: one process that starts the parts, keeps them alive and stops them in order."""

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.running.part import Part
from portal.running.watch import Watch

TICK = 0.2
# What a start may take before worker and beat no longer wait for the page.
PATIENCE = 10.0


def say(line: str) -> None:
    print(f"Kring: {line}", flush=True)  # noqa: T201


@dataclass
class Supervisor:
    """Runs until a signal. The page comes first: worker and beat start once it answers."""

    broker: Part | None
    web: Part
    worker: Part
    beat: Part
    sweep: Part
    watch: Watch
    answers: Callable[[], bool]
    when_up: Callable[[], None]
    stopping: bool = False
    is_up: bool = False
    begun_at: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            while not self.stopping:
                self._tick(time.monotonic())
                time.sleep(TICK)
        finally:
            self.stop()

    def _on_signal(self, number: int, frame: object) -> None:
        if self.stopping:
            for part in self._all():
                part.kill()
            sys.exit(128 + number)
        self.stopping = True

    def _tick(self, now: float) -> None:
        parts = [self.broker, self.web]
        if self.is_up or now - self.begun_at > PATIENCE:
            parts += [self.worker, self.beat]
        for part in parts:
            if part is not None:
                part.look_after(now)
        if not self.is_up and self.web.is_running and self.answers():
            self.is_up = True
            self.when_up()
        if self.is_up:
            self._watch_over(now)

    def _watch_over(self, now: float) -> None:
        """What lives is not all: a part that hangs is started again, and without them the sweep stands in."""
        verdict = self.watch.look(now, broker=self.broker, worker=self.worker, beat=self.beat)
        if verdict is None:
            return
        for part, why in verdict.hanging:
            say(f"{part.name} {why}; ending it")
            part.kill()
        if verdict.sweep_needed:
            if self.sweep.process is None:
                say(f"{verdict.why}: sweeping without it")
            self.sweep.look_after(now)
        elif self.sweep.process is not None:
            say("worker and broker are back")
            self.sweep.stop()

    def _all(self) -> list[Part]:
        parts = [self.beat, self.sweep, self.web, self.worker, self.broker]
        return [part for part in parts if part is not None]

    def stop(self) -> None:
        """Who asks for work first, then who takes it, then who does it, the broker last."""
        self.stopping = True
        for part in (self.beat, self.sweep, self.web):
            part.signal(signal.SIGTERM)
        for part in self._all():
            part.stop()
