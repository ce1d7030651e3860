"""Staff enter what a guardian answered on paper or said by phone: the same evidence, by another road (B9, F3)."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from accounts import audit
from accounts.models import User
from consent.actions.answering import Signature, answer
from consent.models import Decision, PaperForm
from files.documents import NotADocument
from files.scans import scan_as_pdf
from groups.models import Pupil
from protocol.clauses import clause

Channel = Decision.Channel


class PhoneYes(Exception):
    """A yes cannot be given by phone: there would be nothing to show it with. A no can."""


class NothingNew(Exception):
    """All of it was answered so already; nothing was kept."""


class NotReadable(Exception):
    """The scan is no PDF and no photo that can be opened; ``reason`` is a msgid with %(name)s."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@clause("B9", "F3")
def enter_answers(
    pupil: Pupil,
    guardian: User,
    said: dict[str, bool],
    *,
    by: User,
    name: str,
    channel: str,
    language: str = "nl",
    scan: bytes = b"",
) -> list[Decision]:
    """Keep the answers of one guardian for one child, by purpose, with the scan of the signed form.

    Raises:
        PhoneYes: a yes by phone.
        NotReadable: the scan cannot be kept.
        NothingNew: all of it was answered so already.
        NotTheirChild: no authority over this child today.
    """
    if channel == Channel.PHONE and any(said.values()):
        raise PhoneYes
    paper = _paper(pupil, scan, by) if channel == Channel.PAPER else None
    try:
        return _enter(pupil, guardian, said, by=by, signature=Signature(name, channel, language, channel, paper))
    except BaseException:
        if paper is not None:
            paper.scan.delete(save=False)
        raise


def _paper(pupil: Pupil, scan: bytes, by: User) -> PaperForm:
    """The form with its file written, and no row yet: no row waits for a disk."""
    try:
        pdf = scan_as_pdf(scan)
    except NotADocument as refusal:
        raise NotReadable(refusal.reason) from refusal
    paper = PaperForm(pupil=pupil, sha256=sha256(pdf).hexdigest(), entered_by=by)
    paper.scan.save("", ContentFile(pdf), save=False)
    return paper


@transaction.atomic
def _enter(pupil: Pupil, guardian: User, said: dict[str, bool], *, by: User, signature: Signature) -> list[Decision]:
    if signature.paper is not None:
        signature.paper.save()
    answers = {(pupil.pk, code): is_yes for code, is_yes in said.items()}
    made = answer(guardian, answers, school=pupil.school, by=by, signature=signature)
    if not made:
        raise NothingNew
    audit.record("consent_entered", by=by, on=pupil, detail=str(Channel(signature.channel).label))
    return made
