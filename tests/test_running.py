"""What keeps the parts alive, piece by piece: back-off, what counts as hanging, the sweep, the preparations."""

import os
import re
import signal
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from celery import shared_task
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.celery import app
from portal.checks import production_is_set
from portal.management.commands import serve
from portal.models import Heartbeat, note_heartbeat
from portal.running import broker, parts, prepare
from portal.running.part import PAUSE_FIRST, PAUSE_LONGEST, Part
from portal.running.watch import Watch
from protocol import clock
from tests.serving import is_alive

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def said():
    return []


@pytest.fixture
def part(said):
    """``part("worker", command)``: a part that says what it says into `said` and is ended after the test."""
    made = []

    def make(name="worker", command=SLEEP, **kwargs) -> Part:
        made.append(Part(name, command, say=said.append, **kwargs))
        return made[-1]

    yield make
    for one in made:
        one.kill()


def test_pause_doubles_to_half_a_minute_and_is_forgotten_after_a_healthy_minute(part):
    failing = part(command=[sys.executable, "-c", "raise SystemExit(3)"])
    pauses, now = [], 0.0
    for _ in range(9):
        failing.look_after(now)
        failing.process.wait()
        pauses.append(failing.pause)
        failing.look_after(now)  # sees that it ended
        now = failing.start_at
    assert pauses == [PAUSE_FIRST, 1, 2, 4, 8, 16, PAUSE_LONGEST, PAUSE_LONGEST, PAUSE_LONGEST]
    failing.command = SLEEP
    failing.look_after(now)
    failing.look_after(time.monotonic() + 61)
    assert failing.pause == PAUSE_FIRST


def test_how_a_part_ended_is_said(part, said):
    for code, words in (
        ("raise SystemExit(3)", "stopped with code 3"),
        ("import os; os.abort()", "was ended by SIGABRT"),
    ):
        ending = part("beat", [sys.executable, "-c", code])
        ending.start()
        ending.process.wait()
        ending.look_after(time.monotonic())
        assert words in said[-1]


def test_part_is_not_started_before_its_pause_is_over(part):
    failing = part(command=["false"])
    failing.look_after(0)
    failing.process.wait()
    failing.look_after(0)
    failing.look_after(PAUSE_FIRST / 2)
    assert failing.process is None
    failing.look_after(PAUSE_FIRST)
    assert failing.process is not None


def test_part_that_does_not_stop_is_ended_with_all_it_started(part, said, tmp_path):
    note = tmp_path / "child"
    deaf = (
        "import pathlib, signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"child = subprocess.Popen({SLEEP!r}); pathlib.Path({str(note)!r}).write_text(str(child.pid)); time.sleep(600)"
    )
    stubborn = part(command=[sys.executable, "-c", deaf], grace=0.5)
    stubborn.start()
    end = time.monotonic() + 20
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    child = int(note.read_text())
    stubborn.stop()
    assert said == ["worker does not stop; ending it"]
    assert stubborn.process is None
    time.sleep(0.5)
    assert not is_alive(child)


def test_stopping_what_never_ran_is_nothing(part, said):
    idle = part()
    idle.stop()
    idle.signal(signal.SIGTERM)
    assert said == []


@pytest.fixture
def watched(part, transactional_db):
    """Worker, beat and broker that run, with fresh heartbeats, and a watch that has had its first look."""
    running = {name: part(name) for name in ("broker", "worker", "beat")}
    for one in running.values():
        one.start()
    for name in ("worker", "beat"):
        note_heartbeat(name)
    watch = Watch(settings.REDIS_URL)
    assert watch.look(time.monotonic(), **running).hanging == []
    return watch, running


def silent(name: str, seconds: float) -> None:
    Heartbeat.objects.filter(name=name).update(at=clock.now() - timedelta(seconds=seconds))


def look(watched, later: float):
    watch, running = watched
    verdict = watch.look(time.monotonic() + later, **running)
    return [(one.name, why) for one, why in verdict.hanging], verdict.sweep_needed


def test_between_two_looks_there_is_nothing_to_say(watched):
    watch, running = watched
    assert watch.look(time.monotonic() + 1, **running) is None


def test_parts_that_show_themselves_are_left_alone(watched):
    assert look(watched, 1000) == ([], False)


def test_sweep_stands_in_after_half_a_minute_without_the_worker(watched):
    silent("worker", 29)
    assert look(watched, 1000) == ([], False)
    silent("worker", 31)
    assert look(watched, 2000) == ([], True)


def test_worker_that_takes_no_work_is_ended_when_its_longest_task_would_be_over(watched):
    silent("worker", 149)
    assert look(watched, 1000) == ([], True)
    silent("worker", 151)
    assert look(watched, 2000) == ([("worker", "takes no work")], True)


def test_beat_that_does_not_beat_is_ended_before_the_worker_is_blamed(watched):
    silent("worker", 1000)
    silent("beat", 61)
    assert look(watched, 2000) == ([("beat", "does not beat")], True)


def test_part_gets_its_time_from_its_own_start(watched):
    silent("worker", 1000)
    watch, running = watched
    later = time.monotonic() + 2000
    running["worker"].started_at = later - 100
    assert watch.look(later, **running).hanging == []


def test_silent_broker_is_ended_after_half_a_minute_and_nobody_else_is_blamed(watched, tmp_path):
    watch, running = watched
    watch.address = f"redis+socket://{tmp_path}/nobody.sock"
    silent("worker", 1000)
    silent("beat", 1000)
    now = time.monotonic()
    assert watch.look(now + 20, **running).hanging == []
    verdict = watch.look(now + 40, **running)
    assert [(one.name, why) for one, why in verdict.hanging] == [("broker", "does not answer")]
    assert verdict.sweep_needed
    assert watch.look(now + 50, **running).hanging == []


def test_broker_of_others_is_not_ours_to_end(watched, tmp_path):
    watch, running = watched
    watch.address = f"redis+socket://{tmp_path}/nobody.sock"
    verdict = watch.look(time.monotonic() + 100, **(running | {"broker": None}))
    assert verdict.hanging == []
    assert verdict.sweep_needed


@pytest.mark.django_db
def test_sweep_does_all_that_is_due_and_says_so(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("sweep")
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name in ("messaging.prepare_photos", "messaging.publish_due_posts"):
        assert f"{name}: 0" in said
    assert re.search(r"^notifications\.deliver_due: \d+$", said, re.M)  # on a Thursday there are reminders to send
    assert "portal.heartbeat" not in said


@shared_task(name="tests.fails")
def fails() -> None:
    raise RuntimeError("no")


@pytest.mark.django_db
def test_one_sweep_that_fails_keeps_no_other_from_its_work(capsys, monkeypatch):
    monkeypatch.setitem(app.conf.beat_schedule, "fails", {"task": "tests.fails"})
    with pytest.raises(SystemExit) as ended:
        call_command("sweep")
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert "tests.fails: RuntimeError: no" in said.err
    assert re.search(r"^notifications\.deliver_due: \d+$", said.out, re.M)


done: list[str] = []


@shared_task(name="tests.is_asked_to_stop")
def is_asked_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    done.append("what it was at")


@shared_task(name="tests.comes_after")
def comes_after() -> None:
    done.append("what comes after")


@pytest.mark.django_db
def test_the_sweep_that_stands_in_ends_what_it_is_at_and_begins_nothing_more(monkeypatch):
    """What it holds in hand would otherwise wait for its lease: a minute in which a post does not go out."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setitem(app.conf.beat_schedule, "first", {"task": "tests.is_asked_to_stop"})
    monkeypatch.setitem(app.conf.beat_schedule, "second", {"task": "tests.comes_after"})
    done.clear()
    begun = time.monotonic()
    try:
        call_command("sweep", every=60.0)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert done == ["what it was at"]
    assert time.monotonic() - begun < 30


def test_long_folder_gets_a_short_address():
    long = Path("/tmp") / ("d" * 100)
    assert len(str(broker.socket_path(long))) < 100
    assert broker.socket_path(long) == broker.socket_path(long)
    assert broker.socket_path(Path("/srv/kring")) == Path("/srv/kring/valkey.sock")
    broker.socket_path(long).parent.rmdir()


def test_broker_that_cannot_start_is_said(tmp_path):
    with pytest.raises(RuntimeError, match="does not answer"):
        broker.start(tmp_path / "nowhere")


def test_answer_of_any_kind_counts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        assert not broker.answers(address, seconds=0.1)
        assert not broker.answers(address.replace("redis", "rediss"), seconds=0.1)


def test_folder_is_its_owners_alone_and_locked(tmp_path):
    folder = tmp_path / "a" / "b"
    lock = prepare.make_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(CommandError, match="runs already"):
        prepare.make_folder(folder)
    os.close(lock)
    os.close(prepare.make_folder(folder))


def test_folder_that_cannot_be_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="Cannot use the folder"):
        prepare.make_folder(tmp_path / "file" / "data")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_address_that_is_taken_is_said(host):
    first = prepare.take_address(host, 0)
    port = first.getsockname()[1]
    first.listen()
    with pytest.raises(CommandError, match="Choose another port"):
        prepare.take_address(host, port)
    first.close()


def test_address_of_another_machine_is_said():
    with pytest.raises(CommandError, match="Cannot use"):
        prepare.take_address("203.0.113.9", 8000)


@pytest.mark.django_db
def test_nothing_is_prepared_twice():
    assert prepare.update_database() is False
    assert prepare.collect_static() is False
    (settings.DATA_DIR / prepare.STAMP).write_text("old")
    assert prepare.collect_static() is True
    assert prepare.collect_static() is False


def test_broker_of_the_environment_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1/0")
    assert parts.the_broker(tmp_path) is None
    monkeypatch.delenv("REDIS_URL")
    assert parts.the_broker(tmp_path).name == "broker"


@pytest.mark.parametrize(
    ("host", "site", "hosts"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123", None),
        ("0.0.0.0", "http://127.0.0.1:8123", "*"),
        ("192.0.2.7", "http://192.0.2.7:8123", "*"),
    ],
)
def test_demo_knows_its_address(monkeypatch, settings, host, site, hosts):
    settings.DEMO = True
    for name in ("SITE_URL", "ALLOWED_HOSTS"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    serve.set_environment(host, 8123)
    assert os.environ["SITE_URL"] == site
    assert os.environ.get("ALLOWED_HOSTS") == hosts


def test_clock_of_a_real_school_cannot_be_moved(monkeypatch, settings):
    monkeypatch.setenv("NOW", "2026-11-24T15:30")
    with pytest.raises(CommandError, match="demo only"):
        serve.set_clock()
    settings.DEMO = True
    monkeypatch.setenv("NOW", "half four")
    with pytest.raises(CommandError, match="is no moment"):
        serve.set_clock()
    assert serve.set_clock() is None


def test_page_that_does_not_answer_is_not_up():
    assert serve.answers("127.0.0.1", 1) is False


def test_check_names_all_that_would_leave_a_school_open(settings, monkeypatch):
    settings.DEMO, settings.SECURITY_CONTACT, settings.ALLOWED_HOSTS = True, "", ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    monkeypatch.setenv("KRING_CLOCK_OFFSET", "5")
    found = {message.id for message in production_is_set(None)}
    assert found == {"kring.E001", "kring.E002", "kring.E003", "kring.W001", "kring.W002"}
    settings.ALLOWED_HOSTS = ["other.example"]
    assert "kring.E004" in {message.id for message in production_is_set(None)}
