"""One command runs it all, keeps it alive and leaves nothing behind."""

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.serving import SCHOOL_IS_OUT, Serving, descendants, is_alive
from tests.test_serve_kill import Author, photo, rows

pytestmark = [pytest.mark.once, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def served(tmp_path_factory, demo_in):
    """A demo that was built once; tests start it again in their own way."""
    serving = Serving(demo_in(tmp_path_factory.mktemp("serve") / "demo"), dict(SCHOOL_IS_OUT), is_measured=True)
    with serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker's heartbeat")
        yield serving


def test_page_answers_and_every_part_is_up(served):
    assert served.get("/livez") == (200, "ok")
    for part in ("database", "storage", "broker", "worker", "beat", "outbox"):
        served.until(lambda part=part: served.state(part) == "up", 30, part)


def test_address_and_people_are_printed_once_it_answers(served):
    log = served.log.read_text()
    assert f"open {served.url}" in log
    for name in ("naima", "samira", "henk"):
        assert f"{name}@kiezelpad.example" in log


@pytest.mark.parametrize("part", ["gunicorn", "celery worker", "celery beat", "valkey-server"])
def test_a_part_that_dies_is_started_again(served, part):
    word = {"celery worker": " worker ", "celery beat": " beat "}.get(part, part)
    served.until(lambda: served.pids(word), 20, f"{part} to be there, which comes after the page")
    (before,) = served.pids(word)
    os.kill(before, signal.SIGKILL)
    served.until(lambda: [pid for pid in served.pids(word) if pid != before], 20, f"{part} to be back")
    served.until(lambda: served.status("/livez") == 200, 20, "the page")
    assert "was ended by SIGKILL; starting it again in 0.5 s" in served.log.read_text()


def test_taken_port_is_said_in_one_sentence(served, tmp_path):
    second = Serving(tmp_path / "other", port=served.port)
    ended = second.manage("serve", check=False)
    assert ended.returncode == 1
    assert f"Cannot use 127.0.0.1:{served.port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_folder_in_use_is_said_in_one_sentence(served):
    ended = Serving(served.data).manage("serve", check=False)
    assert ended.returncode == 1
    assert "runs already with the folder" in ended.stderr


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_port_that_is_none_is_said_in_one_sentence(tmp_path, port):
    ended = Serving(tmp_path / "data", environment={"PORT": port}).manage("serve", check=False)
    assert ended.returncode == 1
    assert "is no port" in ended.stderr


def test_frozen_broker_keeps_pages_and_health_quick(served):
    (broker,) = served.pids("valkey-server")
    os.kill(broker, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert served.status("/readyz") == 200
        assert time.monotonic() - begun < 2
        assert served.state("broker") == "down"
        assert served.status("/aanmelden/") == 200
    finally:
        os.kill(broker, signal.SIGCONT)
    served.until(lambda: served.state("broker") == "up", 10, "the broker")


def test_signing_in_reading_and_posting_go_on_with_a_frozen_broker(served):
    ((group,),) = rows(served, "SELECT id FROM groups_schoolgroup WHERE name = 'Team'")
    (broker,) = served.pids("valkey-server")
    os.kill(broker, signal.SIGSTOP)
    try:
        author = Author(served.url)
        author.sign_in("thijs")
        times = []
        for _ in range(20):
            begun = time.monotonic()
            assert author.ask("/")[0] == 200
            times.append(time.monotonic() - begun)
        assert author.place(group, "Zonder bel", [photo(1)])
    finally:
        os.kill(broker, signal.SIGCONT)
    print(f"home with a frozen broker: median {sorted(times)[10] * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms")
    # Half a second on a machine of its own; the tests share this one, and measure what they run.
    assert sorted(times)[18] < 1.5
    went_out = "SELECT count(*) FROM messaging_post WHERE title = 'Zonder bel' AND state = 'published'"
    served.until(lambda: rows(served, went_out) == [(1,)], 60, "the post to go out")


def test_without_worker_and_broker_the_sweep_stands_in_and_steps_back(served):
    (broker,) = served.pids("valkey-server")
    os.kill(broker, signal.SIGSTOP)
    served.until(lambda: served.pids("sweep --every"), 30, "the sweep")
    # Frozen too long it is ended and started again, and everything is as before.
    served.until(lambda: served.state("broker") == "up", 60, "a new broker")
    served.until(lambda: not served.pids("sweep --every"), 90, "the sweep to step back")
    assert "the broker does not answer: sweeping without it" in served.log.read_text()


def test_beat_ends_when_asked_also_while_it_waits_for_the_broker(served):
    served.until(lambda: served.pids(" beat ") and served.state("broker") == "up", 60, "beat and the broker")
    (broker,), (beat,) = served.pids("valkey-server"), served.pids(" beat ")
    os.kill(broker, signal.SIGSTOP)
    try:
        time.sleep(11)  # it asks for work every ten seconds
        os.kill(beat, signal.SIGTERM)
        served.until(lambda: not is_alive(beat), 5, "beat to end")
    finally:
        with suppress(ProcessLookupError):
            os.kill(broker, signal.SIGCONT)


def test_second_start_is_quick_and_stopping_leaves_nothing(served):
    for number in (signal.SIGINT, signal.SIGTERM):
        served.until(lambda: served.pids(" worker ") and served.pids(" beat "), 30, "worker and beat")
        everything = descendants(served.process.pid)
        assert len(everything) >= 4
        assert served.stop(number) < 15
        assert served.process.returncode == 0
        assert [pid for pid in everything if is_alive(pid)] == []
        assert served.start() < 15  # five on a machine of its own; the tests share this one


def test_second_signal_ends_everything_at_once(served):
    served.until(lambda: served.pids(" worker ") and served.state("worker") == "up", 40, "the worker")
    everything = descendants(served.process.pid)
    for worker in served.pids(" worker "):
        os.kill(worker, signal.SIGSTOP)
    served.process.send_signal(signal.SIGTERM)
    time.sleep(1)
    assert served.stop(signal.SIGTERM) < 5
    served.until(lambda: not [pid for pid in everything if is_alive(pid)], 5, "everything to go")
    served.start()


def test_killed_supervisor_leaves_nothing_running(served):
    served.until(lambda: served.pids(" worker ") and served.pids(" beat "), 30, "worker and beat")
    everything = descendants(served.process.pid)
    served.process.kill()
    served.process.wait()
    served.until(lambda: not [pid for pid in everything if is_alive(pid)], 30, "everything to go")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", served.port))
    served.start()


def test_long_folder_name_is_no_hindrance(tmp_path, demo_in):
    with Serving(demo_in(tmp_path / ("d" * 90) / "demo")) as serving:
        serving.until(lambda: serving.state("broker") == serving.state("worker") == "up", 60, "the worker")


def test_demo_clock_starts_where_it_is_told_and_only_in_the_demo(tmp_path, demo_in):
    with Serving(demo_in(tmp_path / "demo"), environment={"NOW": "2026-11-24T15:30"}) as serving:
        code = "from protocol import clock; print(clock.at_school(clock.now()).isoformat()[:15])"
        offset = next(
            line.split("=", 1)[1]
            for line in Path(f"/proc/{serving.pids('gunicorn')[0]}/environ").read_text().split("\0")
            if line.startswith("KRING_CLOCK_OFFSET=")
        )
        serving.environment["KRING_CLOCK_OFFSET"] = offset
        assert serving.manage("shell", "-v", "0", "-c", code).stdout.strip() == "2026-11-24T15:3"
    for refused, why in (
        ({"NOW": "tomorrow"}, "is no moment"),
        ({"NOW": "2026-11-24T15:30", **PRODUCTION}, "demo only"),
    ):
        ended = Serving(tmp_path / "no", environment=refused).manage("serve", check=False)
        assert ended.returncode == 1
        assert why in ended.stderr


PRODUCTION = {"KRING_DEMO": "0", "SECRET_KEY": "k9!" * 20, "SITE_URL": "https://kring.example"}
