"""Before the parts start: the folder, the database, the static files. Nothing is done twice."""

import fcntl
import hashlib
import logging
import os
import socket
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from groups.roles import write_matrix
from moderation import guards

log = logging.getLogger("kring.archive")
STAMP = "static.stamp"
OTHER_FOLDER = "Give another one: DATA=/some/folder"


def make_folder(data: Path) -> int:
    """The data folder, for its owner alone, and a lock on it; the lock lasts as long as the returned descriptor.

    Raises:
        CommandError: it cannot be made, or another supervisor has it.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(data / "serve.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise CommandError(f"Cannot use the folder {data}: {error.strerror}. {OTHER_FOLDER}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CommandError(f"Kring runs already with the folder {data}. {OTHER_FOLDER}") from error
    return lock


def take_address(host: str, port: int) -> socket.socket:
    """The address, taken for good: a web part that starts again finds its callers waiting, not refused.

    Raises:
        CommandError: somebody else has it, or it is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else "not a port"
        raise CommandError(f"Cannot use {host}:{port} ({reason}). Choose another port: PORT={port + 1}") from error
    return listener


def update_database() -> bool:
    """Bring the tables up to date, and the rights in them. True when there was something to do."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        call_command("createcachetable", verbosity=0)
    # Also without a migration: a guard may have been taken down, and one of an earlier release says something else.
    guarded = _put_guards_up()
    # And what a role may do stands in the code, and groups were made by an earlier one.
    return write_matrix() > 0 or guarded or bool(plan)


def _put_guards_up() -> bool:
    """The triggers of the archive stand, whatever happened since the last start. True when they did not."""
    if missing := guards.faults(connection):
        log.error("triggers that guard the archive did not stand, or said something else: %s", ", ".join(missing))
        guards.change_with(connection, guards.put_up)
    return bool(missing)


def collect_static() -> bool:
    """Collect and compress the static files when they changed since the last time. True when they had to be."""
    stamp = Path(settings.DATA_DIR) / STAMP
    now = _fingerprint(_static_sources())
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    stamp.write_text(now)
    return True


def _static_sources() -> Iterable[Path]:
    for folder in settings.STATICFILES_DIRS:
        yield from sorted(path for path in Path(folder).rglob("*") if path.is_file())
    yield from sorted((settings.BASE_DIR / "requirements").glob("*.lock"))


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        stat = path.stat()
        digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
