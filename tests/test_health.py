"""What alarms and load balancers are told."""

import os
import signal
import subprocess
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from notifications.models import OutboxMail
from portal.models import Heartbeat, note_heartbeat
from portal.running import broker
from portal.tasks import heartbeat
from protocol import clock

pytestmark = pytest.mark.django_db


def parts(client: Client) -> dict[str, dict[str, object]]:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    return answer.json()["parts"]


def test_livez_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_everything_up_is_ok(client):
    heartbeat()
    note_heartbeat("beat")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert {name: part["state"] for name, part in answer.json()["parts"].items()} == dict.fromkeys(
        ["database", "storage", "broker", "worker", "beat", "outbox", "archive"], "up"
    )


@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_silent_part_is_down_and_the_school_goes_on(client, silent):
    note_heartbeat("worker")
    note_heartbeat("beat")
    Heartbeat.objects.filter(name=silent).update(at=clock.now() - timedelta(seconds=46))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["parts"][silent]["state"] == "down"


def test_part_that_never_showed_itself_is_down(client):
    assert parts(client)["worker"] == {"state": "down", "seconds": None}


def test_storage_that_cannot_be_written_is_503(client, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["parts"]["storage"] == {"state": "down"}


def test_probe_leaves_no_file_behind(client, settings):
    parts(client)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_lost_database_is_503_and_says_no_more(client):
    def refuse(*args):
        raise connection.Database.OperationalError("secret address")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == {"state": "down"}
    assert b"secret" not in answer.content


def test_mail_that_waits_too_long_shows(client):
    mail = OutboxMail.objects.create(
        kind="reset", about="1", address="a@b.example", subject="x", due_at=clock.now() - timedelta(seconds=121)
    )
    assert parts(client)["outbox"]["state"] == "down"
    mail.state = OutboxMail.State.SENT
    mail.save()
    assert parts(client)["outbox"] == {"state": "up", "seconds": 0}


def test_refused_broker_is_down_and_the_answer_quick(client, settings, tmp_path):
    settings.REDIS_URL = f"redis+socket://{tmp_path}/nobody.sock"
    assert parts(client)["broker"]["state"] == "down"
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert parts(client)["broker"]["state"] == "down"


def test_frozen_broker_is_down_within_two_seconds(client, settings, tmp_path):
    process = broker.start(tmp_path)
    try:
        settings.REDIS_URL = broker.url(tmp_path)
        assert parts(client)["broker"]["state"] == "up"
        os.kill(process.pid, signal.SIGSTOP)
        begun = time.monotonic()
        assert parts(client)["broker"]["state"] == "down"
        assert time.monotonic() - begun < 2
    finally:
        os.kill(process.pid, signal.SIGCONT)
        broker.stop(process)
    assert isinstance(process, subprocess.Popen)
    assert process.returncode is not None


def test_health_is_public_and_says_no_version(client):
    body = client.get("/readyz").content.decode()
    for word in ("5.2", "redis://", "/tmp", "sqlite", "Traceback"):
        assert word not in body
