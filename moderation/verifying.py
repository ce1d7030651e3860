"""Whether the archive is whole: each file of each package, the rows that speak of them, and the chain (F6).

Asked by ``manage.py verify_archive``, by the archive page, and each night. A package that was destroyed at the end of
its term is whole when its link stands and its files are gone.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from consent import chain
from groups.models import School
from moderation import packages
from moderation.models import ArchiveLink, Package
from moderation.packages import Fault
from protocol import clock
from protocol.clauses import clause

LOOSE_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """What is wrong, and with which link of the chain; 0 for what belongs to none."""

    number: int
    fault: Fault

    def __str__(self) -> str:
        return f"{f'package {self.number}, ' if self.number else ''}{self.fault}"


@clause("F6")
def faults_in(school: School, *, number: int | None = None) -> Iterator[Found]:
    """What is wrong in the archive of a school, or with one package and the chain up to there."""
    links = ArchiveLink.objects.filter(school=school).order_by("number")
    if number is not None:
        links = links.filter(number__lte=number)
    for at, what in chain.faults(_chain_of(links)):
        yield Found(at, Fault("the chain", what.replace("decision", "package")))
    kept = Package.objects.filter(link__school=school).select_related("link__destruction").order_by("link__number")
    for package in kept if number is None else kept.filter(link__number=number):
        for fault in faults_of(package):
            yield Found(package.link.number, fault)
    if number is None:
        yield from (Found(0, Fault(name, "belongs to no package")) for name in loose())


def _chain_of(links: Iterable[ArchiveLink]) -> Iterator[chain.Link]:
    """The commitment of a package is the hash of its manifest: whether the files still say so, ``faults_of`` tells."""
    rows = links.select_related("package", "destruction")  # type: ignore[attr-defined]
    for row in rows:
        decided = row.commitment if hasattr(row, "package") else None
        yield chain.Link(row.number, row.previous, row.commitment, row.hash, decided, hasattr(row, "destruction"))


@clause("F6")
def faults_of(package: Package) -> list[Fault]:
    """What is wrong with one package: its files, or what the rows say of it."""
    if hasattr(package.link, "destruction"):
        left = packages.names_in(default_storage, package.folder)
        return [Fault(name, "is still there, though the package was destroyed") for name in left]
    wrong = list(packages.faults_of(package.folder, package.link.commitment))
    try:
        return wrong or list(_rows_apart(package))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, PyPdfError):
        return [Fault("the record", "is none: this is no package that the portal made")]


def _rows_apart(package: Package) -> Iterator[Fault]:
    """Where the rows say something else than the package, whose files are whole."""
    manifest, record = _read(package, packages.MANIFEST), _read(package, "record.json")
    pages = len(PdfReader(io.BytesIO(_bytes(package, "bewijs.pdf"))).pages)
    names = packages.names_in(default_storage, package.folder)
    size = sum(default_storage.size(f"{package.folder}/{name}") for name in names)
    group = record["group"]["id"] if record["group"] else None
    says = {
        "key": (str(package.key), manifest["package"]),
        "folder": (package.folder, packages.folder_of(package.key)),
        "kind": (package.kind, manifest["kind"]),
        "object_id": (package.object_id, manifest["id"]),
        "author": (package.author_id, author_of(record["content"])["id"]),
        "school_group": (package.school_group_id, group),
        "pages": (package.pages, pages),
        "size": (package.size, size),
        "rows": (_sealed(package), sorted(map(tuple, record["rows"]))),
    }
    for column, (row, kept) in says.items():
        if row != kept:
            yield Fault(f"the row, {column}", "says something else than the package")


def _sealed(package: Package) -> list[tuple[str, int, str]]:
    return sorted(package.rows.values_list("table", "row_id", "content"))


def _bytes(package: Package, name: str) -> bytes:
    with default_storage.open(f"{package.folder}/{name}", "rb") as file:
        return bytes(file.read())


def _read(package: Package, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_bytes(package, name))
    return found


def author_of(content: dict[str, Any]) -> dict[str, Any]:
    """Whose it was: a photo is of who wrote what it belongs to."""
    found: dict[str, Any] = content.get("author") or content["of"]["author"]
    return found


@clause("F6")
def loose() -> Iterator[str]:
    """Files in the archive that belong to no package: left of a try that broke off, or put there by hand. What is
    younger than a day may still become one."""
    known = set(Package.objects.values_list("folder", flat=True))
    for name in packages.names_in(default_storage, packages.FOLDER):
        path = f"{packages.FOLDER}/{name}"
        if "/".join(path.split("/")[:3]) not in known and _is_old(path):
            yield path


def _is_old(path: str) -> bool:
    try:
        return clock.now() - default_storage.get_modified_time(path) > LOOSE_AFTER
    except OSError:
        return False  # it just went


def digest_of(found: Iterable[Found]) -> str:
    """A name for these faults together: the same ones are told once."""
    return hashlib.sha256("\n".join(sorted(map(str, found))).encode()).hexdigest()[:32]
