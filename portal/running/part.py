"""One part of the running portal: a process that is started, watched, started again when it dies, and stopped."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings

PAUSE_FIRST, PAUSE_LONGEST, HEALTHY_AFTER = 0.5, 30.0, 60.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _go_when_the_supervisor_goes() -> None:  # pragma: no cover  it runs between fork and exec, where nothing measures
    """Runs in the child before its program: a supervisor that is killed leaves nothing running (Linux)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Part:
    """A program with the pause before its next start: 0.5 s doubling to 30 s, forgotten after a healthy minute."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    grace: float = 8.0
    say: Callable[[str], None] = print
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = PAUSE_FIRST
    start_at: float = 0.0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it in a process group of its own: Ctrl-C reaches the supervisor alone, which stops all in order."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=os.environ | self.environment,
            cwd=settings.BASE_DIR,
            pass_fds=self.pass_fds,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_go_when_the_supervisor_goes,  # noqa: PLW1509  the supervisor has no threads
        )
        self.started_at = time.monotonic()

    def look_after(self, now: float) -> None:
        """Start it again when it died and its pause is over."""
        if self.is_running:
            if now - self.started_at >= HEALTHY_AFTER:
                self.pause = PAUSE_FIRST
            return
        if self.process is not None:
            how = _how_it_ended(self.process.returncode)
            self._sweep_group()
            self.process = None
            self.start_at = now + self.pause
            self.say(f"{self.name} {how}; starting it again in {self.pause:g} s")
            self.pause = min(self.pause * 2, PAUSE_LONGEST)
        if now >= self.start_at:
            self.start()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)

    def kill(self) -> None:
        """End it and all it started, now."""
        self._sweep_group()
        if self.process is not None:
            self.process.wait()

    def stop(self) -> None:
        """Ask it to finish what it is doing; after its grace end it."""
        self.signal(signal.SIGTERM)
        if self.process is not None:
            try:
                self.process.wait(self.grace)
            except subprocess.TimeoutExpired:
                self.say(f"{self.name} does not stop; ending it")
        self.kill()
        self.process = None

    def _sweep_group(self) -> None:
        """Its children too: those of a killed parent would hold its address and do its work twice."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"stopped with code {code}"
