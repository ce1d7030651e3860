"""A guardian answers: each yes and no becomes evidence, and what holds changes in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from consent import chain
from consent.changes import hold, tell
from consent.models import Decision, DecisionLink, PaperForm, Purpose, Round, ShownText
from consent.models.policy import policy_of
from consent.purposes import asked_purposes
from consent.rules import consent_year
from consent.shown import shown_text
from groups.models import Guardianship, School
from protocol import clock
from protocol.clauses import clause

Said = Decision.Said
# By pupil (id) and purpose (code): yes or no.
Answers = Mapping[tuple[int, str], bool]


class NotTheirChild(Exception):
    """This person has no authority over this child today."""


@dataclass(frozen=True)
class Signature:
    """How it was signed: the name that was typed or read, how the signer showed who it is, and in what language the
    form was read beside the Dutch; on paper, the form."""

    name: str
    authenticated_by: str
    language: str = "nl"
    channel: str = Decision.Channel.PORTAL
    paper: PaperForm | None = None


def year_asked(school: School) -> int:
    """The consent year an answer of today is for: the newest that was opened, else the one we are in."""
    newest: int | None = Round.objects.open().filter(school=school).aggregate(newest=Max("year"))["newest"]
    return max(newest or 0, consent_year(clock.today(), policy_of(school.pk).lapses))


@clause("B2", "B9")
@transaction.atomic
def answer(guardian: User, answers: Answers, *, school: School, by: User, signature: Signature) -> list[Decision]:
    """Keep what a guardian answered, as evidence; what is the same as before needs none. The new decisions.

    A no after a yes is a withdrawal. What holds from now on, holds for every photo on the next request.

    Raises:
        NotTheirChild: no authority over one of these children today; nothing was kept.
        LookupError: the school does not ask for one of these purposes.
    """
    pupils = {pupil for pupil, _ in answers}
    hold(pupils)
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian=guardian, pupil__in=pupils)
    if set(links.filter(pupil__school=school).values_list("pupil_id", flat=True)) != pupils:
        raise NotTheirChild(pupils)
    asked = {purpose.code: purpose for purpose in asked_purposes(school)}
    year, before = year_asked(school), _before(guardian, pupils)
    made = []
    for (pupil, code), is_yes in sorted(answers.items()):
        if code not in asked:
            raise LookupError(code)
        earlier = before.get((pupil, code))
        if not _says_so_already(earlier, is_yes, year, asked[code].version):
            decision = _decide(asked[code], earlier, is_yes, year)
            decision.pupil_id, decision.guardian, decision.had_authority = pupil, guardian, True
            made.append(_keep(decision, school, by, signature))
    tell(pupils)
    return made


def _before(guardian: User, pupils: set[int]) -> dict[tuple[int, str], Decision]:
    """The last answer of this guardian for each child and purpose."""
    rows = Decision.objects.filter(guardian=guardian, pupil__in=pupils).select_related("purpose", "link").order_by("pk")
    return {(row.pupil_id, row.purpose.code): row for row in rows}


def _says_so_already(earlier: Decision | None, is_yes: bool, year: int, version: int) -> bool:
    if earlier is None or (earlier.year, earlier.version) != (year, version):
        return False
    return (earlier.said == Said.GRANT) is is_yes


def _said(earlier: Decision | None, is_yes: bool) -> str:
    if is_yes:
        return Said.GRANT
    return Said.WITHDRAW if earlier is not None and earlier.said == Said.GRANT else Said.REFUSE


def _decide(purpose: Purpose, earlier: Decision | None, is_yes: bool, year: int) -> Decision:
    return Decision(
        purpose=purpose,
        medium=purpose.medium,
        said=_said(earlier, is_yes),
        year=year,
        version=purpose.version,
        supersedes=earlier.link.number if earlier else None,
    )


def _keep(decision: Decision, school: School, by: User, signature: Signature) -> Decision:
    """Write one decision down with its link. The school's row is held: links are made one after another."""
    list(School.objects.select_for_update(no_key=True).filter(pk=school.pk).values_list("pk"))
    last = DecisionLink.objects.filter(school=school).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, chain.GENESIS)
    decision.shown = _shown(decision.purpose, signature.language)
    decision.language, decision.channel, decision.paper = signature.language, signature.channel, signature.paper
    decision.signed_name, decision.authenticated_by = signature.name, signature.authenticated_by
    decision.actor, decision.salt = by, chain.new_salt()
    commitment = decision.commitment()
    decision.link = DecisionLink.objects.create(
        school=school,
        number=number,
        previous=previous,
        commitment=commitment,
        hash=chain.link(number, previous, commitment),
    )
    decision.save(force_insert=True)
    return decision


def _shown(purpose: Purpose, language: str) -> ShownText:
    text = shown_text(purpose, language)
    return ShownText.objects.get_or_create(sha256=chain.digest(text), defaults={"text": text})[0]
