"""Guardians who disagree: the head's task, never the portal's. Who said what stays between them and the head (B2)."""

from dataclasses import dataclass

from consent.models import Decision
from consent.progress import titles_of
from consent.purposes import asked_purposes
from consent.standing import standings_by_purpose
from groups.models import Enrolment, Pupil, School
from groups.roles import CLASSES
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Conflict:
    """A child whose guardians answered differently, and about what."""

    pupil: Pupil
    titles: list[str]


@clause("B2", "B9")
def conflicts_in(school: School) -> list[Conflict]:
    """The children of this school whose guardians disagree today, by name. Five queries."""
    purposes = asked_purposes(school)
    said = Decision.objects.filter(purpose__in=purposes)
    no, yes = said.exclude(said=Decision.Said.GRANT), said.filter(said=Decision.Said.GRANT)
    places = Enrolment.objects.valid_on(clock.today()).filter(school_group__kind__in=CLASSES)
    pupils = Pupil.objects.filter(school=school, pk__in=places.values("pupil"))
    both = list(pupils.filter(pk__in=no.values("pupil")).filter(pk__in=yes.values("pupil")))
    if not both:
        return []
    titles = titles_of(purposes)
    found = standings_by_purpose([pupil.pk for pupil in both], [purpose.code for purpose in purposes])
    lines = [
        Conflict(pupil, [titles[one.pk] for one in purposes if found[pupil.pk][one.code].is_conflict]) for pupil in both
    ]
    return [line for line in lines if line.titles]
