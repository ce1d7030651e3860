"""Telling a part that works from one that only lives: by heartbeats in the database and a PING to the broker."""

from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections

from portal.models import heartbeat_age
from portal.running import broker as embedded
from portal.running.part import Part

EVERY = 3.0
# Seconds without a heartbeat: when the sweep stands in, and when the part is ended and started again. A worker may
# be busy with its longest task (portal/celery_settings.py) and still be well.
SWEEP_AFTER, WORKER_HANGS, BEAT_HANGS, BROKER_HANGS = 30.0, 150.0, 60.0, 30.0


Hanging = list[tuple[Part, str]]


@dataclass
class Verdict:
    hanging: Hanging = field(default_factory=list)
    sweep_needed: bool = False
    why: str = ""


@dataclass
class Watch:
    """Looks every few seconds; between two looks there is nothing to say."""

    address: str
    next_at: float = 0.0
    begun_at: float | None = None
    broker_answered_at: float = 0.0

    def look(self, now: float, *, broker: Part | None, worker: Part, beat: Part) -> Verdict | None:
        if now < self.next_at:
            return None
        if self.begun_at is None:
            self.begun_at = self.broker_answered_at = now
        broker_is_up = embedded.answers(self.address, seconds=0.5)
        if broker_is_up:
            self.broker_answered_at = now
        self.next_at = now + EVERY
        silence = {name: self._silence(name, now) for name in ("worker", "beat")}
        verdict = Verdict()
        verdict.hanging = [*self._hanging_broker(now, broker), *self._hanging_part(now, silence, worker, beat)]
        if now - self.broker_answered_at > 2 * EVERY:
            verdict.sweep_needed, verdict.why = True, "the broker does not answer"
        elif silence["worker"] > SWEEP_AFTER:
            verdict.sweep_needed, verdict.why = True, "the worker does nothing"
        return verdict

    def _hanging_broker(self, now: float, broker: Part | None) -> Hanging:
        if broker is not None and _long(broker, now, now - self.broker_answered_at, BROKER_HANGS):
            self.broker_answered_at = now
            return [(broker, "does not answer")]
        return []

    def _hanging_part(self, now: float, silence: dict[str, float], worker: Part, beat: Part) -> Hanging:
        """One of those that depend on a broker that answers: the worker gets no heartbeat from a beat that hangs."""
        if now - self.broker_answered_at > EVERY:
            return []
        if _long(beat, now, silence["beat"], BEAT_HANGS):
            return [(beat, "does not beat")]
        if _long(worker, now, silence["worker"], WORKER_HANGS):
            return [(worker, "takes no work")]
        return []

    def _silence(self, name: str, now: float) -> float:
        """Seconds since its last heartbeat, or since we began to look when that is less; 0 when nobody can tell."""
        try:
            close_old_connections()
            age = heartbeat_age(name)
        except DatabaseError:
            return 0.0
        finally:
            close_old_connections()
        since = now - (self.begun_at or now)
        return since if age is None else min(age, since)


def _long(part: Part, now: float, silence: float, limit: float) -> bool:
    """Whether this part runs and was silent too long, counted from its own start."""
    return part.is_running and min(silence, now - part.started_at) > limit
