"""kill -9 of whatever runs, the remover too, while posts with photos are removed: nothing is deleted without its
verified package, nothing is shown again, nothing is stuck, nothing is left (F6)."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.killing import Killer, rows
from tests.serving import ROOT, SCHOOL_IS_OUT, Serving

pytestmark = [pytest.mark.once, pytest.mark.clause("F6", "D12")]
WAITING = "SELECT count(*) FROM moderation_removal WHERE state IN ('hidden', 'sealed')"


def remove_under_fire(serving: Serving, *, seconds: float, pause: float, seed: int) -> dict[str, object]:
    """Remove as many as go in that time; what became of them, and how long the last took after the last kill."""
    chance = random.Random(seed)
    killer = Killer(serving, pause, chance)
    hunter = threading.Thread(target=killer.run)
    hunter.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with subprocess.Popen(
            [sys.executable, "-m", "tests.removing", "40", "2"],
            cwd=ROOT,
            env=serving.env | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
            stdout=subprocess.DEVNULL,
        ) as remover:
            try:
                remover.wait(min(chance.uniform(4, 20), max(end - time.monotonic(), 0.1)))
            except subprocess.TimeoutExpired:
                os.kill(remover.pid, signal.SIGKILL)
                killer.killed["remover"] = killer.killed.get("remover", 0) + 1
    killer.over.set()
    hunter.join()
    quiet = time.monotonic()
    serving.until(lambda: rows(serving, WAITING) == [(0,)], 120, "all removals to be done")
    recovered = time.monotonic() - quiet
    command = [sys.executable, "-m", "tests.removing", "check"]
    env = serving.env | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    said = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=300)
    return json.loads(said.stdout) | {"recovered (s)": round(recovered, 1), "killed": killer.killed}


def nothing_was_lost(found: dict[str, object]) -> None:
    assert found["removals"] > 0
    assert found["killed"]
    nothing = ("not done", "deleted without a verified package", "shown again", "still there", "files left")
    assert {name: found[name] for name in nothing} == dict.fromkeys(nothing, 0)
    assert found["orphan folders"] == 0
    assert found["numbers"]
    assert found["faults"] == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_removals_under_fire_lose_nothing_and_leave_nothing(tmp_path, demo_in):
    with Serving(demo_in(tmp_path / "demo"), SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker")
        nothing_was_lost(remove_under_fire(serving, seconds=15, pause=1.0, seed=5))


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_removals_under_fire_lose_nothing_and_leave_nothing(tmp_path, demo_in):
    seed = int(time.time())
    seconds = float(os.environ.get("SECONDS", "1200"))
    with Serving(demo_in(tmp_path / "demo"), SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker")
        found = remove_under_fire(serving, seconds=seconds, pause=1.5, seed=seed)
        print(f"\nkill -9 of removals, seed {seed}, {seconds:.0f} s: {found}")
        nothing_was_lost(found)
