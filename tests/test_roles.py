"""The portal runs with the rights of a role that owns nothing: docs/grants.sql, on PostgreSQL (F6)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.role_scratch import NOT_ALLOWED

ROOT = Path(__file__).resolve().parent.parent
NAME = "kring_roles"
pytestmark = [pytest.mark.clause("F6"), pytest.mark.slow]


@pytest.fixture
def url(transactional_db):
    """``url(role)``: the address of a database of kring_owner, for this role."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    known = connection.settings_dict
    host = known["OPTIONS"].get("host") or known["HOST"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE kring_owner LOGIN")
        cursor.execute("CREATE ROLE kring_app LOGIN")
        cursor.execute(f"CREATE DATABASE {NAME} OWNER kring_owner TEMPLATE template0")
    yield lambda role: f"postgresql://{role}:@/{NAME}?host={host}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        cursor.execute("DROP ROLE kring_owner")
        cursor.execute("DROP ROLE kring_app")


def run(tmp_path: Path, url: str, *words: str) -> str:
    env = os.environ | {"DATABASE_URL": url, "DATA": str(tmp_path), "KRING_TESTING": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    ended = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=240
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def grant(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute((ROOT / "docs" / "grants.sql").read_text())


def test_the_portal_works_as_a_role_that_owns_nothing_and_may_not_go_round_the_guards(url, tmp_path):
    run(tmp_path, url("kring_owner"), "manage.py", "migrate", "--verbosity", "0")
    run(tmp_path, url("kring_owner"), "manage.py", "createcachetable")
    for _ in range(2):  # running it again does no harm
        grant(url("kring_owner"))
    (tmp_path / "static").mkdir()
    run(tmp_path, url("kring_app"), "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    found = json.loads(run(tmp_path, url("kring_app"), "-m", "tests.role_scratch"))
    assert set(found["answers"].values()) <= {200, 302}, found["answers"]
    assert found["removals"] == ["done"] * 3
    insufficient = "42501"
    assert found["refusals"] == dict.fromkeys(NOT_ALLOWED, insufficient)
    assert found["faults"] == []
