"""Rows and files laid side by side: files nobody owns go, rows whose file is gone are told of.

django-cleanup leaves files behind after a roll-back, a kill or an update in bulk; this finds them.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.files.storage import Storage

log = logging.getLogger("kring.files")

# A file may be there before its row: so long nobody touches it.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: names of files it removed, and names rows speak of that are not there."""

    removed: list[str]
    missing: list[str]


def compare_files(storage: Storage, folders: Collection[str], known: Collection[str]) -> Comparison:
    """Remove what lies in these folders for more than a day and is not known; log what is known and not there."""
    there = {name for folder in folders for name in _walk(storage, folder)}
    # Files carry the machine's time, not the school's, which a demo may have moved.
    newest = datetime.now(UTC) - GRACE
    removed = [name for name in sorted(there.difference(known)) if _remove_if_old(storage, name, newest)]
    missing = sorted(name for name in set(known) - there if not storage.exists(name))
    for name in missing:
        log.error("a row speaks of %s, and that file is not there", name)
    if removed:
        log.warning("removed %d files that nobody owned", len(removed))
    return Comparison(removed, missing)


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was kept there yet
        return
    yield from (f"{folder}/{name}" for name in names if name)
    for inner in folders:
        yield from _walk(storage, f"{folder}/{inner}")


def _remove_if_old(storage: Storage, name: str, newest: datetime) -> bool:
    try:
        if storage.get_modified_time(name).astimezone(UTC) > newest:
            return False
        storage.delete(name)
    except OSError as error:  # gone meanwhile, or a storage that is away: the next night there is another try
        log.warning("could not remove %s: %s", name, error.__class__.__name__)
        return False
    return True
