"""The broker is a hint: refused, frozen or killed, it costs one caller a second and nobody an error."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from celery import current_app
from django.db import transaction

from notifications import bell
from portal.celery import app
from portal.running import broker

BELL = "notifications.deliver_due"
KINDS = ["valkey", "redis"]


@pytest.fixture(params=KINDS)
def server(request, tmp_path, monkeypatch):
    """A broker of this test alone, and a bell that rings there."""
    words = broker.command(tmp_path)
    if request.param == "redis":
        binary = shutil.which("redis-server")
        if binary is None:
            pytest.skip("no redis-server on PATH")
        words = [binary, *words[1:]]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    address = broker.url(tmp_path)
    assert broker.wait(address, seconds=5)
    a_bell_at(address, monkeypatch)
    yield process
    bell._forget()
    if process.poll() is None:
        os.kill(process.pid, signal.SIGCONT)
        broker.stop(process)


def a_bell_at(address, monkeypatch):
    bell.load()  # as the web server does before its first page
    monkeypatch.setattr(current_app.conf, "broker_url", address)
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    bell._forget()


def ringing() -> float:
    begun = time.perf_counter()
    bell.ring(BELL)
    return time.perf_counter() - begun


def waiting(address) -> int:
    with app.connection_for_read(address) as connection:
        return connection.default_channel.client.llen("celery")


pytestmark = pytest.mark.django_db(transaction=True)


def test_ring_reaches_the_queue_and_is_quick(server):
    ringing()
    times = sorted(ringing() for _ in range(50))
    assert waiting(current_app.conf.broker_url) == 51
    assert times[25] < 0.01, f"{times[25] * 1000:.1f} ms"


def test_ring_waits_for_the_commit(server):
    with transaction.atomic():
        bell.ring(BELL)
        assert waiting(current_app.conf.broker_url) == 0
    assert waiting(current_app.conf.broker_url) == 1


def test_rolled_back_is_not_rung(server):
    with transaction.atomic():
        bell.ring(BELL)
        transaction.set_rollback(True)
    assert waiting(current_app.conf.broker_url) == 0


@pytest.mark.parametrize("trouble", [signal.SIGSTOP, signal.SIGKILL])
@pytest.mark.parametrize("has_rung_before", [True, False])
def test_broker_in_trouble_costs_one_caller_a_second_and_nobody_an_error(server, trouble, has_rung_before, caplog):
    if has_rung_before:
        ringing()
    os.kill(server.pid, trouble)
    if trouble == signal.SIGKILL:
        server.wait()
    with caplog.at_level(logging.WARNING, "kring.bell"):
        first = ringing()
        others = [ringing() for _ in range(20)]
    assert first < 1.5
    assert max(others) < 0.05
    assert [record.name for record in caplog.records].count("kring.bell") == 1


def test_refused_broker_costs_next_to_nothing(tmp_path, monkeypatch):
    a_bell_at("redis://127.0.0.1:1/0", monkeypatch)
    assert ringing() < 1
    assert ringing() < 0.05
    bell._forget()


def test_broker_started_again_behind_its_back_hears_the_next_ring(tmp_path, monkeypatch):
    first = broker.start(tmp_path)
    a_bell_at(broker.url(tmp_path), monkeypatch)
    ringing()
    first.kill()
    first.wait()
    second = broker.start(tmp_path)
    # Not counted: the first ring is in the file but for the second or two that "everysec" may hold back.
    before = waiting(current_app.conf.broker_url)
    ringing()
    assert waiting(current_app.conf.broker_url) == before + 1
    broker.stop(second)
    bell._forget()


def test_after_the_silence_it_rings_again(server, monkeypatch):
    os.kill(server.pid, signal.SIGSTOP)
    ringing()
    os.kill(server.pid, signal.SIGCONT)
    time.sleep(0.2)
    before = waiting(current_app.conf.broker_url)
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    ringing()
    assert waiting(current_app.conf.broker_url) == before + 1


def test_web_server_has_loaded_the_bell_before_its_first_page():
    words = [sys.executable, "-c", "import portal.wsgi, sys; print('kombu.transport.redis' in sys.modules)"]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "True"
