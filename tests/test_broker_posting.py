"""Posting while the broker is gone or frozen: an answer in time, and the sweep brings the post out."""

import os
import signal
import statistics

import pytest

from tests.author import Author
from tests.killing import rows
from tests.serving import SCHOOL_IS_OUT, Serving

pytestmark = [pytest.mark.once, pytest.mark.clause("D10", "E8")]
POSTS = 100  # of which the first of each web process waits for the broker
OUT = "SELECT count(*) FROM messaging_post WHERE title LIKE ? AND state = 'published'"


def place_many(serving: Serving, author: Author, word: str) -> list[float]:
    """The seconds that each post took to be taken, quickest first."""
    ((group,),) = rows(serving, "SELECT id FROM groups_schoolgroup WHERE name = 'Team'")
    taken = []
    for number in range(POSTS):
        assert author.place(group, f"{word} {number:02}")
        taken.append(author.waited)
    return sorted(taken)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_broker_that_is_frozen_or_gone_slows_no_writer_and_keeps_no_post(tmp_path, demo_in):
    with Serving(demo_in(tmp_path / "demo"), SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 120, "the worker")
        author = Author(serving.url)
        author.sign_in("thijs")
        for word, trouble in (("Bevroren", signal.SIGSTOP), ("Geweigerd", signal.SIGKILL)):
            for pid in serving.pids("valkey-server"):
                os.kill(pid, trouble)
            taken = place_many(serving, author, word)
            p95 = taken[int(POSTS * 0.95) - 1]
            print(f"\n{word}: p50 {statistics.median(taken) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
            assert p95 < 0.5
            pattern = f"{word} %"
            serving.until(lambda of=pattern: rows(serving, OUT, of) == [(POSTS,)], 120, "all to go out")
