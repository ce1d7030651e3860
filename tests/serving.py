"""A whole portal of its own for a test: `manage.py serve` in a folder of its own on a free port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from protocol.clock import SCHOOL_TIME

ROOT = Path(__file__).resolve().parent.parent
# What the tests' own settings need and a demo must not see.
OURS = (
    "KRING_TESTING",
    "DATABASE_URL",
    "REDIS_URL",
    "DATA",
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "NOW",
    "HOST",
    "EMAIL_URL",
)
# A Tuesday after the lessons: who works at school may be heard, and news goes out.
SCHOOL_IS_OUT = {"NOW": "2026-11-24T15:00"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Serving:
    """A demo that runs. Use it as a context; leaving it stops everything."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    is_measured: bool = False  # coverage slows it: only where the portal's running itself is the subject
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = field(default_factory=time.monotonic)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".log")

    @property
    def env(self) -> dict[str, str]:
        ours = {key: value for key, value in os.environ.items() if key not in OURS}
        if not self.is_measured:
            ours.pop("COVERAGE_PROCESS_CONFIG", None)
        where = {"KRING_DEMO": "1", "DATA": str(self.data), "PORT": str(self.port)}
        return ours | where | self.environment | self._clock

    @property
    def _clock(self) -> dict[str, str]:
        """For commands beside it: the clock that ``serve`` made of NOW."""
        if "NOW" not in self.environment or self.process is None:
            return {}
        moment = datetime.fromisoformat(self.environment["NOW"]).replace(tzinfo=SCHOOL_TIME)
        passed = timedelta(seconds=time.monotonic() - self.begun)
        return {"KRING_CLOCK_OFFSET": str((moment + passed - datetime.now(UTC)).total_seconds())}

    def __enter__(self) -> "Serving":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *why: object) -> None:
        self.stop()

    def start(self, seconds: float = 120) -> float:
        """Start it; the seconds until the page answered and the parts were announced."""
        begun = self.begun = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.until(lambda: self.process.poll() is not None or self.status("/livez") == 200, seconds, "the page")
        assert self.process.poll() is None, self.log.read_text()
        return time.monotonic() - begun

    def stop(self, number: int = signal.SIGTERM, seconds: float = 40) -> float:
        """Stop it as Ctrl-C or the system would; the seconds that took."""
        if self.process is None:
            return 0.0
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        return time.monotonic() - begun

    def manage(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """A management command beside it."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.env, check=check, capture_output=True, text=True, timeout=120)

    def get(self, path: str, timeout: float = 5) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def status(self, path: str) -> int:
        """0 when nothing answers."""
        try:
            return self.get(path)[0]
        except OSError:
            return 0

    def state(self, part: str) -> str:
        """What /readyz says of a part."""
        try:
            return str(json.loads(self.get("/readyz")[1])["parts"].get(part, {}).get("state", "unknown"))
        except (OSError, ValueError):
            return "unknown"

    def pids(self, word: str) -> list[int]:
        """The processes of this portal whose command line holds this word, the supervisor's own children only."""
        found = []
        for child in children(self.process.pid):
            line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if word in line:
                found.append(child)
        return found

    def until(self, happens, seconds: float, what: str) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if happens():
                return
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s in vain for {what}\n{self.log.read_text()}")


def children(pid: int) -> list[int]:
    """The processes this one started and that live."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


def descendants(pid: int) -> list[int]:
    return [pid for child in children(pid) for pid in (child, *descendants(child))]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
