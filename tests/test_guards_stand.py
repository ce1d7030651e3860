"""The triggers stand after every migration, and where one does not, the portal says so (F6)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import OperationalError

from moderation import guards
from moderation.checks import guards_stand

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.clause("F6")


@pytest.fixture
def scratch(tmp_path, transactional_db):
    """The address of an empty database, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/scratch.sqlite3"
        return
    known = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE kring_scratch TEMPLATE template0")
    yield f"postgresql://{known['USER']}:@/kring_scratch?host={known['OPTIONS'].get('host') or known['HOST']}"
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE kring_scratch WITH (FORCE)")


@pytest.mark.slow
def test_they_stand_after_every_migration_and_a_start_and_check_say_when_one_does_not(scratch, tmp_path):
    env = os.environ | {"DATABASE_URL": scratch, "DATA": str(tmp_path), "KRING_TESTING": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    command = [sys.executable, "-m", "tests.guards_scratch"]
    ended = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    for step in (
        "new",
        "moderation back and forth",
        "conversations back and forth",
        "messaging back and forth",
        "nothing to do",
        "migrated",
    ):
        assert found[step] == [], step
    assert "messaging_photo_kept" in found["lost"]
    assert found["checked before there is a table"] == found["checked again"] == []
    assert found["checked"] == ["kring.E005"]
    assert "messaging_photo_kept" in found["checked in words"][0]
    assert found["started"] == [True, []]


@pytest.mark.django_db
def test_they_stand_here():
    assert guards.faults(connection) == []
    assert {name for of_table in guards.names(connection.vendor).values() for name in of_table} >= {
        "messaging_post_kept",
        "messaging_post_same",
        "messaging_post_words",
        "moderation_package_no_delete",
    }


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_a_warning():
    def refuse(*args):
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        assert [one.id for one in guards_stand(None)] == ["kring.W003"]


@pytest.mark.django_db
def test_replacing_fires_the_triggers_of_deleting_on_every_connection_to_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
