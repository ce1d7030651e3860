"""Imports: read, look at the report, take over or not. All or nothing, and only the report that was seen (B3)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.actions.takeover import take_over
from groups.imports import Difference, Records, compare, from_json, read_files, to_json
from groups.models import ImportRun, School
from protocol import clock
from protocol.clauses import clause

# How long a file that waits for approval is kept.
KEPT = timedelta(days=1)


class ImportOverError(Exception):
    """This import was taken over or dropped already; nothing of it is left."""


class ReportChangedError(Exception):
    """Kring or the day changed since the report was shown: look at the new one first."""


class ImportHasProblemsError(Exception):
    """Something in the files must be put right first."""


class EndsManyError(Exception):
    """More than a tenth of the pupils are missing from the file, and nobody said that this is right."""


@dataclass(frozen=True)
class Reading:
    """A waiting import as it looks today."""

    run: ImportRun
    records: Records
    difference: Difference


@clause("A2", "B8")
@transaction.atomic
def read_import(school: School, edexml: bytes | None, guardians: bytes | None, *, by: User | None) -> Reading:
    """Read the files and keep what Kring may keep of them, to be looked at. Nothing else changes.

    Raises:
        ImportRefused: a file cannot be read; nothing of it is kept.
    """
    records = read_files(edexml, guardians)
    difference = compare(school, records)
    run = ImportRun.objects.create(
        school=school,
        content=json.loads(DjangoJSONEncoder().encode(to_json(records))),
        digest=difference.digest,
        counts=difference.counts,
        uploaded_by=by,
    )
    audit.record("import_read", by=by, on=run)
    return Reading(run, records, difference)


def look_at_import(run: ImportRun, also: Collection[str] = ()) -> Reading:
    """The report of a waiting import as it is today; ``also`` names the groups beside the classes to take over.

    Raises:
        ImportOverError: it is over; nothing of it is left.
    """
    content = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.WAITING).values_list("content", flat=True)
    found = content.first()
    if found is None:
        raise ImportOverError
    records = from_json(found)
    return Reading(run, records, compare(run.school, records, also))


@clause("A2", "B2", "B3")
@transaction.atomic
def apply_import(
    run: ImportRun, *, by: User | None, seen_digest: str, ends_many: bool = False, also: Collection[str] = ()
) -> Difference:
    """Take over a waiting import, exactly as its report said: everything or nothing. The files' content goes.

    Raises:
        ImportOverError: somebody was first.
        ReportChangedError: the report of today is not the one that was seen.
        ImportHasProblemsError: the files hold problems.
        EndsManyError: many pupils would end and ``ends_many`` is not set.
    """
    School.objects.select_for_update().get(pk=run.school_id)  # one import at a time
    ImportRun.objects.select_for_update().only("pk").get(pk=run.pk)  # nobody drops it meanwhile
    difference = look_at_import(run, also).difference
    if difference.digest != seen_digest:
        raise ReportChangedError
    if difference.problems:
        raise ImportHasProblemsError
    if difference.plan.ends_many and not ends_many:
        raise EndsManyError
    is_ours = _close(run, ImportRun.State.APPLIED, by=by, digest=seen_digest, counts=difference.counts)
    assert is_ours  # it was waiting, and its row is locked
    take_over(run.school, difference, by=by)
    audit.record("import_applied", by=by, on=run, detail=_in_short(difference))
    return difference


@transaction.atomic
def drop_import(run: ImportRun, *, by: User | None) -> None:
    """Do not take over a waiting import; the files' content goes.

    Raises:
        ImportOverError: somebody was first.
    """
    if not _drop(run, by=by):
        raise ImportOverError


def drop_old_imports() -> int:
    """Drop what has waited for a day; returns how many. Safe to run twice and at the same time as itself."""
    old = ImportRun.objects.filter(state=ImportRun.State.WAITING, uploaded_at__lt=clock.now() - KEPT)
    return sum(_drop(run, by=None) for run in old.defer("content"))


@transaction.atomic
def _drop(run: ImportRun, *, by: User | None) -> bool:
    """True when this call did it."""
    is_done = _close(run, ImportRun.State.DROPPED, by=by)
    if is_done:
        audit.record("import_dropped", by=by, on=run)
    return is_done


def _close(run: ImportRun, state: str, *, by: User | None, **fields: object) -> bool:
    """Move a waiting import on and wipe its content; True for the one call that did."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.WAITING)
    now = clock.now()
    return waiting.update(state=state, content=None, applied_by=by, applied_at=now, **fields) == 1


def _in_short(difference: Difference) -> str:
    """The numbers, for the log: "pupils +3 ~1 -2"."""
    return ", ".join(
        f"{section} +{kinds['new']} ~{kinds['changed']} -{kinds['ended']}"
        for section, kinds in difference.counts.items()
    )
