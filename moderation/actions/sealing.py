"""The hard copy is made, checked, sealed into the chain, and in that very transaction the original goes (F6).

A sweep may run twice, and may be killed at any moment: until the last transaction nothing was deleted, and after it
nothing but files is left to go. Whatever fails, the thing stays hidden and is tried again.
"""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from consent import chain
from groups.models import School
from moderation import hardcopy, packages
from moderation.guarded import GUARDED
from moderation.models import ArchiveLink, Erasure, Kind, Package, Removal, SealedRow
from moderation.packages import Built
from moderation.records import canonical, record_of
from moderation.stuck import TOLD_AFTER, tell_stuck
from moderation.subjects import Subject, find
from protocol import clock
from protocol.clauses import clause

log = logging.getLogger("kring.archive")

State = Removal.State
# How long one may be in hand before another sweep takes it over, and how long one sweep goes on (s). Together well
# under two minutes: what a killed sweep held is the oldest then, and the first that the next one takes.
LEASE, SECONDS = timedelta(seconds=60), 20
# Until the next try after the first, second, … failure; the last goes on.
WAITS = [timedelta(seconds=seconds) for seconds in (5, 15, 30, 60)]
TABLES = {one.kind: one.table for one in GUARDED if one.kind}


class Changed(Exception):
    """It says something else than the hard copy: it is made anew."""


def seal_removals() -> int:
    """Make the hard copies that are due, and delete what they are of; the number sealed."""
    done, stop = 0, time.monotonic() + SECONDS
    for pk in list(Removal.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)):
        if time.monotonic() > stop:
            break
        removal = _claim(pk)
        if removal is not None:
            done += _go_on(removal)
    return done


def _claim(pk: int) -> Removal | None:
    """Take one in hand; of several sweeps at once exactly one gets it."""
    if Removal.objects.due().filter(pk=pk).update(claimed_until=clock.now() + LEASE, tries=F("tries") + 1) != 1:
        return None
    found: Removal = Removal.objects.select_related("school", "school_group", "item", "asked_by", "agreed_by").get(
        pk=pk
    )
    return found


def _go_on(removal: Removal) -> bool:
    was_sealed = removal.state == State.SEALED
    try:
        if not was_sealed and not _went_along(removal):
            _make_and_seal(removal)
        _clear(removal)
    except Exception as error:  # whatever the disk or the typesetter does: it stays hidden, and is tried again
        _try_later(removal, error)
    return not was_sealed and Removal.objects.filter(pk=removal.pk, package__isnull=False).exists()


def _went_along(removal: Removal) -> bool:
    """Whether it went meanwhile with what it hung under, and stands in that package: a photo of a post, a reaction.
    Of a portrait that does not lie aside any more nothing is left to keep: what stands there now is another one."""
    subject = find(removal.kind, removal.object_id)
    is_portrait = removal.kind == Kind.PORTRAIT
    if subject is not None and (subject.is_hidden or not is_portrait):
        return False
    row = {"table": TABLES.get(removal.kind, ""), "row_id": removal.object_id}
    if not is_portrait and not SealedRow.objects.filter(**row).exists() and not Erasure.objects.filter(**row).exists():
        return False
    mine = Removal.objects.filter(pk=removal.pk, state=State.HIDDEN)
    mine.update(state=State.CANCELLED, record=None, claimed_until=None, last_error="")
    return True


def _try_later(removal: Removal, error: Exception) -> None:
    log.warning("removal %s, try %s: %s", removal.pk, removal.tries, error.__class__.__name__, exc_info=True)
    wait = WAITS[min(removal.tries, len(WAITS)) - 1]
    said = f"{error.__class__.__name__}: {error}"[:250]
    # Whoever took it over meanwhile says how it went.
    mine = Removal.objects.filter(pk=removal.pk, claimed_until=removal.claimed_until)
    if mine.update(due_at=clock.now() + wait, claimed_until=None, last_error=said) and removal.tries == TOLD_AFTER:
        tell_stuck(removal)


@clause("F6")
def _make_and_seal(removal: Removal) -> None:
    key = uuid4()
    try:
        subject = _subject_of(removal)
        if removal.record is None or removal.record["rows"] != [list(row) for row in subject.sealed_rows()]:
            removal.record = record_of(subject, removal)  # somebody was still writing when it was hidden
        pdf = hardcopy.pdf_of(removal.record, _pictures(subject))
        about = {"format": removal.record["format"], "package": str(key), "kind": removal.kind, "id": removal.object_id}
        built = packages.build(key, about, _files(subject, removal, pdf.data))
        _seal(removal, key, built, pdf.pages)
    except (OperationalError, InterfaceError):
        # The database went away, perhaps in the midst of its commit: nobody knows whether this package counts. The
        # nightly comparison does, a day later.
        raise
    except BaseException:
        _forget(key)
        raise


def _subject_of(removal: Removal) -> Subject:
    subject = find(removal.kind, removal.object_id)
    if subject is None:
        raise Changed(f"{removal.kind} {removal.object_id} is not there")
    return subject


def _files(subject: Subject, removal: Removal, pdf: bytes) -> Iterator[tuple[str, bytes]]:
    assert removal.record is not None
    yield "record.json", canonical(removal.record)
    yield "bewijs.pdf", pdf
    yield "LEESMIJ.txt", hardcopy.readme().encode()
    for name, file in subject.files():
        with file.storage.open(str(file.name), "rb") as source:
            yield name, source.read()


def _pictures(subject: Subject) -> list[tuple[str, bytes]]:
    """The photos as the hard copy prints them: of each the medium size."""
    found = []
    for name, file in subject.files():
        if packages.is_shown(subject.kind, name):
            with file.storage.open(str(file.name), "rb") as source:
                found.append((name, source.read()))
    return found


def _forget(key: UUID) -> None:
    """Take away what was written of a package that was not sealed; what cannot go now the nightly comparison finds."""
    folder = packages.folder_of(key)
    if Package.objects.filter(key=key).exists():
        return
    try:
        packages.remove(folder)
    except OSError as error:
        log.warning("could not take %s away: %s", folder, error.__class__.__name__)


@clause("F6")
@transaction.atomic
def _seal(removal: Removal, key: UUID, built: Built, pages: int) -> None:
    """The last transaction: the link, the package, the passes; and the original goes.

    Raises:
        Changed: it says something else than the package, or another sweep took it over; nothing was done.
    """
    # Before the thing itself, as who answers about consent does: else each could wait for the other.
    _hold(removal.school)
    mine = Removal.objects.filter(pk=removal.pk, state=State.HIDDEN, claimed_until=removal.claimed_until)
    row = mine.select_for_update().first()
    subject = find(removal.kind, removal.object_id, held=True)
    assert removal.record is not None
    # Read once: what somebody writes after this has no pass, and the database refuses to let it go.
    rows = subject.sealed_rows() if subject is not None else []
    if row is None or subject is None or [list(one) for one in rows] != removal.record["rows"]:
        raise Changed(f"{removal.kind} {removal.object_id} says something else than its hard copy")
    package = Package.objects.create(
        key=key,
        link=_link(removal.school, built.manifest),
        kind=removal.kind,
        object_id=removal.object_id,
        school_group=removal.school_group,
        author_id=removal.author_id,
        folder=built.folder,
        pages=pages,
        size=built.size,
    )
    SealedRow.objects.bulk_create(
        SealedRow(package=package, table=table, row_id=row_id, content=content) for table, row_id, content in rows
    )
    subject.leave_stone(removal.clause, was_taken_back=removal.is_taken_back)
    leftover = subject.delete()
    Removal.objects.filter(pk=removal.pk).update(
        state=State.SEALED, package=package, record=None, leftover=leftover, last_error=""
    )


def _hold(school: School) -> None:
    """Links are made one after another."""
    list(School.objects.select_for_update(no_key=True).filter(pk=school.pk).values_list("pk"))


def _link(school: School, manifest: str) -> ArchiveLink:
    """The next link of the chain, for who holds the school's row."""
    last = ArchiveLink.objects.filter(school=school).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, chain.GENESIS)
    made: ArchiveLink = ArchiveLink.objects.create(
        school=school,
        number=number,
        previous=previous,
        commitment=manifest,
        hash=chain.link(number, previous, manifest),
    )
    return made


def _clear(removal: Removal) -> None:
    """After the commit: the files of what went. A kill before this leaves them to the next sweep."""
    row = Removal.objects.get(pk=removal.pk)
    if row.state != State.SEALED:
        return
    for name in row.leftover:
        default_storage.delete(name)
    Removal.objects.filter(pk=row.pk, state=State.SEALED).update(
        state=State.DONE, leftover=[], claimed_until=None, last_error=""
    )


@clause("F6")
def names_in_archive() -> Iterator[str]:
    """All files that lie in the folder of a package: the nightly comparison leaves them alone, also one too many, for
    that is what ``verify_archive`` tells of. In a folder of no package they go: a kill left them there."""
    for folder in Package.objects.kept().values_list("folder", flat=True).iterator():
        yield f"{folder}/{packages.MANIFEST}"
        yield from (f"{folder}/{name}" for name in packages.names_in(default_storage, folder))
