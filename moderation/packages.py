"""The package: a folder with the hard copy of one thing, and the check that it is whole (F6).

``record.json`` is all of it, ``bewijs.pdf`` the same for people, ``photos/`` and ``files/`` its files byte for byte,
``LEESMIJ.txt`` says how to check it without this software, and ``manifest.json`` names each with its SHA-256, and that
of each piece of it; ``SHA256SUMS`` lists the same for a tool that everybody has. Nothing here touches the database.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from protocol.clauses import clause

FOLDER = "archive"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
# A wrong byte is found to within so many.
PIECE = 4096
# A portrait has one size, and so has a picture in a message.
_SHOWN = {"portrait": "-large.webp", "message": ".jpg"}


class NotWhole(Exception):
    """A package is not what its manifest says; ``faults`` say what, file by file."""

    def __init__(self, faults: "list[Fault]") -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file of a package; ``first`` to ``last`` are its bytes, counted from 0."""

    name: str
    what: str
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        where = f" (bytes {self.first} to {self.last})" if self.first is not None else ""
        return f"{self.name}: {self.what}{where}"


@dataclass(frozen=True)
class Built:
    """A package that lies in the storage, was read back, and is whole."""

    folder: str
    manifest: str  # SHA-256
    size: int


def folder_of(key: UUID) -> str:
    """A folder that nobody can guess."""
    return f"{FOLDER}/{key.hex[:2]}/{key.hex}"


def is_shown(kind: str, name: str) -> bool:
    """Whether this file is a photo of the size that the hard copy prints and a browser shows."""
    return name.startswith("photos/") and name.endswith(_SHOWN.get(kind, "-medium.jpg"))


def entry_of(data: bytes) -> dict[str, Any]:
    """What the manifest says of a file."""
    pieces = [hashlib.sha256(data[start : start + PIECE]).hexdigest() for start in range(0, len(data), PIECE)]
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pieces": pieces}


@clause("F6")
def build(key: UUID, about: dict[str, Any], files: Iterable[tuple[str, bytes]]) -> Built:
    """Write a package of these files, and read all of it back. ``about`` stands at the head of the manifest.

    Raises:
        OSError: the storage did not take it, or did not give it back.
        NotWhole: what came back is something else than what was written.
    """
    folder, entries, size = folder_of(key), {}, 0
    for name, data in files:
        entries[name] = entry_of(data)
        size += len(data)
        _write(f"{folder}/{name}", data)
    sums = "".join(f"{entry['sha256']}  {name}\n" for name, entry in sorted(entries.items())).encode()
    entries[SUMS] = entry_of(sums)
    _write(f"{folder}/{SUMS}", sums)
    manifest = (json.dumps(about | {"files": entries}, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
    _write(f"{folder}/{MANIFEST}", manifest)
    _sync_above(folder)
    built = Built(folder, hashlib.sha256(manifest).hexdigest(), size + len(sums) + len(manifest))
    if faults := list(faults_of(folder, built.manifest)):
        raise NotWhole(faults)
    return built


def _write(name: str, data: bytes) -> None:
    """Write a file and wait until the disk has it: what is sealed must outlive a power cut."""
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:
        default_storage.delete(saved)
        raise FileExistsError(name)
    with suppress(NotImplementedError):  # a bucket: it answers once it is kept
        path = Path(default_storage.path(saved))
        _sync(path)
        _sync(path.parent)


def _sync_above(folder: str) -> None:
    """The folders above are new too, the first time: a disk that lost the name of one has lost all that is in it."""
    with suppress(NotImplementedError):
        top, path = Path(default_storage.path("")), Path(default_storage.path(folder))
        while path != top:
            _sync(path := path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def faults_of(folder: str, manifest: str, storage: Storage = default_storage) -> Iterator[Fault]:
    """What is wrong with a package whose manifest has this SHA-256; nothing when it is whole."""
    data = _read(storage, f"{folder}/{MANIFEST}")
    if data is None:
        yield Fault(MANIFEST, "is gone")
        return
    if hashlib.sha256(data).hexdigest() != manifest:
        yield Fault(MANIFEST, "is not the one that was sealed", 0, len(data) - 1)
    expected = _entries(data)
    if expected is None:
        yield Fault(MANIFEST, "cannot be read")
        return
    for name, (sha256, size, pieces) in sorted(expected.items()):
        yield from _faults_in(storage, folder, name, sha256, size, pieces)
    for name in sorted(set(names_in(storage, folder)) - set(expected) - {MANIFEST}):
        yield Fault(name, "does not belong to it")


def _entries(manifest: bytes) -> dict[str, tuple[str, int, list[str]]] | None:
    """What a manifest says of each file; None for one that says nothing of the kind."""
    try:
        entries = json.loads(manifest)["files"]
        return {name: (str(one["sha256"]), int(one["size"]), list(one["pieces"])) for name, one in entries.items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def own_names(storage: Storage, folder: str) -> list[str]:
    """The files of a package that its manifest names, and the manifest: what somebody put beside them is not of it."""
    known = _entries(_read(storage, f"{folder}/{MANIFEST}") or b"") or {}
    return sorted(name for name in names_in(storage, folder) if name in known or name == MANIFEST)


def _faults_in(storage: Storage, folder: str, name: str, sha256: str, size: int, pieces: list[str]) -> Iterator[Fault]:  # noqa: PLR0917
    data = _read(storage, f"{folder}/{name}")
    if data is None:
        yield Fault(name, "is gone")
        return
    if hashlib.sha256(data).hexdigest() == sha256:
        return
    if len(data) != size:
        yield Fault(name, f"has {len(data)} bytes instead of {size}", min(len(data), size), max(len(data), size) - 1)
    for number, known in enumerate(pieces):
        piece = data[number * PIECE : (number + 1) * PIECE]
        if piece and hashlib.sha256(piece).hexdigest() != known:
            yield Fault(name, "was changed", number * PIECE, number * PIECE + len(piece) - 1)


def _read(storage: Storage, name: str) -> bytes | None:
    try:
        with storage.open(name, "rb") as file:
            return bytes(file.read())
    except (OSError, ValueError, SuspiciousOperation):  # a name that no file can have, or of one that lies elsewhere
        return None


def names_in(storage: Storage, folder: str) -> Iterator[str]:
    """The names of all files of a package, below its folder."""
    for inner, name in _walk(storage, folder, ""):
        yield f"{inner}{name}"


def _walk(storage: Storage, folder: str, inner: str) -> Iterator[tuple[str, str]]:
    try:
        folders, names = storage.listdir(f"{folder}/{inner}".rstrip("/"))
    except OSError:
        return
    yield from ((inner, name) for name in names if name)
    for one in folders:
        yield from _walk(storage, folder, f"{inner}{one}/")


def remove(folder: str) -> None:
    """Take a package away: one that was never sealed, or whose term is over."""
    for name in list(names_in(default_storage, folder)):
        default_storage.delete(f"{folder}/{name}")
