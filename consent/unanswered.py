"""Which guardians were asked and did not answer: whom the school reminds, and never who answered (B9)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from accounts.models import User
from consent.models import Decision, Purpose, PurposeText, Round
from consent.models.policy import policy_of
from consent.purposes import asked_purposes
from consent.rules import last_day_of
from groups.models import Enrolment, Guardianship, School
from groups.roles import CLASSES
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Asked:
    """What a school asks now: its newest opened round, and since when: the round, or a question that was asked anew."""

    round: Round
    since: date
    purposes: list[Purpose]


def asked_of(school: School) -> Asked | None:
    """What is asked now; None when nothing is, or its year is over. Four queries."""
    row: Round | None = Round.objects.open().filter(school=school).order_by("-year").first()
    if row is None or row.opened_at is None:
        return None
    policy = policy_of(school.pk)
    if policy.renews and last_day_of(row.year, policy.lapses) < clock.today():
        return None
    purposes = asked_purposes(school)
    anew = PurposeText.objects.filter(purpose__in=purposes, version=F("purpose__version"), version__gt=1)
    moments = [row.opened_at, *anew.values_list("made_at", flat=True)]
    return Asked(row, clock.at_school(max(moments)).date(), purposes)


@clause("B2", "B9")
def without_answer(asked: Asked, guardians: "set[int] | None" = None) -> dict[int, set[int]]:
    """The guardians with authority (ids) who left something open, each with the pupils (ids). Three queries.

    Only of pupils who are in a class, and of guardians who can sign in; ``guardians`` narrows it to these.
    """
    today, school = clock.today(), asked.round.school
    places = Enrolment.objects.valid_on(today).filter(school_group__kind__in=CLASSES, pupil__school=school)
    links = Guardianship.objects.with_authority(today).filter(pupil__in=places.values("pupil"))
    links = links.filter(guardian__is_active=True)
    if guardians is not None:
        links = links.filter(guardian__in=guardians)
    pairs = list(links.values_list("guardian_id", "pupil_id"))
    said = _answered(asked, {guardian for guardian, _ in pairs})
    found: dict[int, set[int]] = {}
    for guardian, pupil in pairs:
        if any((guardian, pupil, purpose.pk) not in said for purpose in asked.purposes):
            found.setdefault(guardian, set()).add(pupil)
    return found


def _answered(asked: Asked, guardians: set[int]) -> set[tuple[int, int, int]]:
    """Who answered what is asked now: in its year, and to its words."""
    rows = Decision.objects.filter(purpose__in=asked.purposes, version__gte=F("purpose__version"))
    if policy_of(asked.round.school_id).renews:
        rows = rows.filter(year__gte=asked.round.year)
    return set(rows.filter(guardian__in=guardians).values_list("guardian_id", "pupil_id", "purpose_id"))


def is_without_answer(person: User, school: School) -> bool:
    """Whether this person still has something to answer, at the moment of asking."""
    asked = asked_of(school)
    return asked is not None and bool(without_answer(asked, {person.pk}))
