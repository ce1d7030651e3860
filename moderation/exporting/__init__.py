"""The whole case as one PDF, and as a ZIP with the packages of what was removed (F7).

What people wrote goes in as data, never as source. The packages go in as they lie in the archive, byte for byte: who
gets the ZIP checks them with sha256sum and the note in each.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import Role
from moderation import packages
from moderation.hardcopy.typesetting import typeset
from moderation.models import Case, CaseStep, Consultation, Item, Package, Removal
from protocol import clock
from protocol.clauses import CLAUSES, clause

TEMPLATE = Path(__file__).parent / "case.typ"
# A ZIP up to this size is made in memory, a larger one on disk.
IN_MEMORY = 16 * 1024 * 1024
# The same case gives the same ZIP: its files carry the moment of no clock.
EPOCH = (1980, 1, 1, 0, 0, 0)
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Made:
    """What goes along, and the SHA-256 that the log keeps of it."""

    name: str
    type: str
    file: IO[bytes]
    size: int
    sha256: str


@clause("F7")
def pdf_of(case: Case) -> Made:
    """The whole case as one PDF."""
    data = typeset(TEMPLATE, document_of(case), clock.now())
    return Made(f"dossier-{case}.pdf", "application/pdf", BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


@clause("F7")
def zip_of(case: Case) -> Made:
    """The PDF and every package of the case that is still kept."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"dossier-{case}/dossier-{case}.pdf", EPOCH), pdf_of(case).file.read())
        for package in packages_of(case):
            for name in packages.own_names(default_storage, package.folder):
                _put(archive, package, name, f"dossier-{case}/bewijs-{package.link.number:04}/{name}")
    size = file.tell()
    return Made(f"dossier-{case}.zip", "application/zip", file, size, _digest(file))


def packages_of(case: Case) -> Iterator[Package]:
    """The packages of what was removed in this case, without those whose term was over."""
    rows = Package.objects.kept().filter(removal__item__case=case).select_related("link")
    yield from rows.order_by("link__number")


def _put(archive: zipfile.ZipFile, package: Package, name: str, to: str) -> None:
    source = default_storage.open(f"{package.folder}/{name}", "rb")
    with source, archive.open(zipfile.ZipInfo(to, EPOCH), "w") as target:
        shutil.copyfileobj(source, target, PIECE)


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest


def document_of(case: Case) -> dict[str, Any]:
    """All words of the PDF, in Dutch."""
    items = case.items.select_related("author", "school_group").prefetch_related("reports__reporter")
    removals = Removal.objects.filter(item__case=case).exclude(state=Removal.State.CANCELLED)
    removals = removals.select_related("package__link", "asked_by").order_by("asked_at")
    steps = case.steps.select_related("decided_by", "reversed_by", "restriction")
    return {
        "school": case.school.name,
        "place": case.school.place,
        "title": _("Case %(number)s") % {"number": case},
        "subject": case.title,
        "facts": _facts(case),
        "parts": [
            {"title": _("What was reported"), "lines": [line for one in items for line in _reported(one)]},
            {"title": _("What was taken away, and its proof"), "lines": [_removed(one) for one in removals]},
            {
                "title": _("What we thought"),
                "lines": [_thought(one) for one in case.consultations.select_related("person")],
            },
            {"title": _("Steps"), "lines": [_step(one) for one in steps]},
        ],
        "nothing": _("Nothing."),
        "check": _(
            "The check code is the SHA-256 of manifest.json in the package. In the package stands how to check it."
        ),
    }


def _facts(case: Case) -> list[list[str]]:
    return [
        [_("About"), _name(case.about) if case.about is not None else _("nobody by name")],
        [_("Group"), case.school_group.name if case.school_group is not None else _("the whole school")],
        [_("Opened"), f"{_moment(case.opened_at)}, {_name(case.opened_by)}"],
        [_("Closed"), f"{_moment(case.closed_at)}, {_name(case.closed_by)}" if case.closed_at else _("no")],
        [_("Printed"), _moment(clock.now())],
    ]


def _name(person: User | None) -> str:
    return "" if person is None else f"{person.full_name} ({person.sign_in_name})"


def _moment(moment: Any) -> str:
    return date_format(clock.at_school(moment), "j F Y, G.i")


def _line(head: str, text: str = "", small: str = "") -> dict[str, str]:
    return {"head": head, "text": text, "small": small}


def _reported(item: Item) -> Iterator[dict[str, str]]:
    where = f", {item.school_group.name}" if item.school_group is not None else ""
    yield _line(
        f"{str(item.get_kind_display()).capitalize()} {item.object_id}{where}",
        _("Made by %(name)s.") % {"name": _name(item.author)},
        f"{str(item.get_state_display()).capitalize()}. {item.reason}".strip(),
    )
    for report in item.reports.all():
        agreement = CLAUSES[report.clause].text if report.clause in CLAUSES else ""
        yield _line(
            f"{_moment(report.at)}, {_name(report.reporter)}", report.text, f"{report.clause} {agreement}".strip()
        )


def _removed(removal: Removal) -> dict[str, str]:
    head = f"{_moment(removal.asked_at)}, {_name(removal.asked_by)}"
    text = f"{str(removal.get_kind_display()).capitalize()} {removal.object_id}: {removal.reason} ({removal.clause})"
    if removal.package is None:
        return _line(head, text, str(removal.get_state_display()))
    link = removal.package.link
    said = _("Proof %(number)s, check code %(code)s") % {"number": link.number, "code": link.commitment}
    return _line(head, text, said)


def _thought(said: Consultation) -> dict[str, str]:
    role = str(Role.Name(said.role).label) if said.role in Role.Name else said.role
    return _line(f"{_moment(said.at)}, {_name(said.person)}, {role}", said.text)


def _step(step: CaseStep) -> dict[str, str]:
    small = []
    if step.told:
        small.append(_("The person concerned read: %(told)s") % {"told": step.told})
    if step.restriction is not None:
        small.append(_("Until and including %(day)s.") % {"day": date_format(step.restriction.until, "j F Y")})
    if step.alone_because:
        small.append(_("Alone, because: %(why)s") % {"why": step.alone_because})
    if step.reversed_at is not None:
        back = {"moment": _moment(step.reversed_at), "name": _name(step.reversed_by), "why": step.reversal}
        small.append(_("Taken back %(moment)s by %(name)s: %(why)s") % back)
    head = f"{str(step.get_kind_display()).capitalize()}: {_moment(step.decided_at)}, {_name(step.decided_by)}"
    return _line(head, step.note, "\n".join(small))
