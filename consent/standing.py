"""What holds for children at this moment, from their rows: two queries, however many children, years and answers."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from consent.models import ConsentPolicy, Decision, Objection
from consent.rules import FOREVER, Answer, Facts, Holder, Said, Standing, Terms, standing
from groups.models import Pupil
from protocol import clock
from protocol.clauses import clause

_POLICY = "purpose__school__consent_policy__"
_TERMS = (
    "purpose__policy", "purpose__version", "purpose__is_asked",
    f"{_POLICY}renews", f"{_POLICY}lapses_month", f"{_POLICY}lapses_day",
)  # fmt: skip
_ANSWER = ("pupil_id", "purpose__code", "guardian_id", "said", "year", "version")

_LINK = ("guardian_id", "valid_from", "valid_until", "authority_from", "authority_until")

ByPurpose = dict[int, dict[str, Standing]]


@clause("B9", "D3")
def standings(pupils: Collection[int], code: str, *, year: int | None = None) -> dict[int, Standing]:
    """What holds today for each of these pupils (ids) and one purpose. Two queries."""
    return {pupil: of[code] for pupil, of in standings_by_purpose(pupils, [code], year=year).items()}


def standings_by_purpose(pupils: Collection[int], codes: Collection[str], *, year: int | None = None) -> ByPurpose:
    """The same for several purposes at once. Two queries."""
    found, today = facts_of(pupils, codes), clock.today()
    return {pupil: {code: standing(one, today, year=year) for code, one in of.items()} for pupil, of in found.items()}


def facts_of(pupils: Collection[int], codes: Collection[str]) -> dict[int, dict[str, Facts]]:
    """The facts of the rule, by pupil and purpose. Two queries."""
    holders, objecting = _holders(pupils)
    answers: dict[tuple[int, str], list[Answer]] = {}
    terms: dict[str, Terms] = {}
    # Through the newest alone: of eight years of answers most were followed by another.
    rows = Decision.objects.filter(pupil__in=pupils, purpose__code__in=codes).newest().order_by("pk")
    for pupil, code, guardian, said, year, version, *asked in rows.values_list(*_ANSWER, *_TERMS):
        answers.setdefault((pupil, code), []).append(Answer(guardian, Said(said), year, version))
        terms[code] = terms.get(code) or _terms(asked)
    # Without any answer nobody may be shown, whatever the school asks: then no terms are needed.
    return {
        pupil: {
            code: Facts(
                terms.get(code, Terms()),
                tuple(holders.get(pupil, ())),
                tuple(answers.get((pupil, code), ())),
                pupil in objecting,
            )
            for code in codes
        }
        for pupil in pupils
    }


def _terms(row: list[Any]) -> Terms:
    """As the school has it; a school that never changed its agreement has it as it comes."""
    policy, version, is_asked, renews, month, day = row
    if renews is None or month is None or day is None:
        as_it_comes = ConsentPolicy()
        renews, (month, day) = as_it_comes.renews, as_it_comes.lapses
    return Terms(policy == "all", renews, version, (month, day), is_asked)


@clause("B2", "D5")
def _holders(pupils: Collection[int]) -> tuple[dict[int, list[Holder]], set[int]]:
    """Who has authority over each pupil, today or later; and the pupils that object."""
    objects = Objection.objects.standing().filter(pupil=OuterRef("pk"))
    link = FilteredRelation(
        "guardianships", condition=Q(guardianships__has_authority=True, guardianships__barred_at__isnull=True)
    )
    rows = Pupil.objects.filter(pk__in=pupils).order_by().annotate(does_object=Exists(objects), link=link)
    holders: dict[int, list[Holder]] = {}
    objecting = set()
    for pupil, does_object, guardian, *days in rows.values_list(
        "pk", "does_object", *(f"link__{name}" for name in _LINK)
    ):
        if guardian is not None:
            holders.setdefault(pupil, []).append(Holder(guardian, *_both(*days)))
        if does_object:
            objecting.add(pupil)
    return holders, objecting


def _both(valid_from: date, valid_until: date | None, since: date | None, until: date | None) -> tuple[date, Any]:
    """The days that lie within the link and within the authority."""
    return max(valid_from, since or valid_from), min(valid_until or FOREVER, until or FOREVER)
