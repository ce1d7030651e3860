"""How far a round is, and who may be shown: per group, per purpose. Plain rows in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from consent.models import Purpose
from consent.purposes import asked_purposes
from consent.rules import Standing, Why
from consent.shown import newest_texts
from consent.standing import ByPurpose, standings_by_purpose
from groups.models import Enrolment, Pupil, School, SchoolGroup
from groups.roles import CLASSES
from protocol import clock
from protocol.clauses import clause

# Nobody said no, and not enough was said: the school still waits for somebody.
WAITS = frozenset({Why.UNANSWERED, Why.LAPSED, Why.INCOMPLETE, Why.NOBODY})


@dataclass
class GroupLine:
    """How far a class is: pupils for whom all is answered, for whom something is missing, and those of the answered
    for whom something was refused."""

    group: SchoolGroup
    answered: int = 0
    missing: int = 0
    refused: int = 0

    @property
    def pupils(self) -> int:
        return self.answered + self.missing

    def count(self, standings: Iterable[Standing]) -> None:
        """One pupil more, by what holds for each purpose."""
        whys = {standing.why for standing in standings}
        self.missing += bool(whys & WAITS)
        self.answered += not whys & WAITS
        self.refused += not whys & WAITS and not whys <= {Why.ALLOWED}


@clause("B9")
def progress_of(school: School, year: int) -> list[GroupLine]:
    """The classes of this school year, in the school's order, for one consent year. Five queries."""
    lines = {group.pk: GroupLine(group) for group in classes_of(school)}
    places = _places_in(lines)
    found = _standings(school, {pupil.pk for pupil, _ in places}, year)
    for pupil, group in places:
        lines[group].count(found[pupil.pk].values())
    return list(lines.values())


def classes_of(school: School) -> list[SchoolGroup]:
    """The classes of this school year."""
    return list(school.school_groups.of_year(clock.today()).filter(kind__in=CLASSES))


def _places_in(groups: Iterable[int]) -> list[tuple[Pupil, int]]:
    rows = Enrolment.objects.valid_on(clock.today()).filter(school_group__in=list(groups)).select_related("pupil")
    return [(row.pupil, row.school_group_id) for row in rows.order_by("pupil__sort_name", "pk")]


def _standings(school: School, pupils: set[int], year: int | None = None) -> ByPurpose:
    return standings_by_purpose(pupils, [purpose.code for purpose in asked_purposes(school)], year=year)


@dataclass
class PupilLine:
    """One pupil for the office: how many questions wait for an answer."""

    pupil: Pupil
    open: int


def pupils_of(school_group: SchoolGroup, year: int) -> list[PupilLine]:
    """The pupils of a class with how much is still missing. Four queries."""
    pupils = [pupil for pupil, _ in _places_in([school_group.pk])]
    found = _standings(school_group.school, {pupil.pk for pupil in pupils}, year)
    return [PupilLine(pupil, sum(one.why in WAITS for one in found[pupil.pk].values())) for pupil in pupils]


@dataclass
class PurposeLine:
    """Who of a class may not be shown for one purpose: somebody said no, or not enough was said yet."""

    purpose: Purpose
    title: str
    denied: list[Pupil] = field(default_factory=list)
    waiting: list[Pupil] = field(default_factory=list)
    allowed: int = 0

    @property
    def barred(self) -> list[Pupil]:
        """All who may not, by name: what somebody with a camera must know."""
        return sorted([*self.denied, *self.waiting], key=lambda pupil: pupil.sort_name)


@clause("B9", "D3")
def purposes_in(school_group: SchoolGroup) -> list[PurposeLine]:
    """What holds today in a class, for each purpose the school asks for. Five queries."""
    pupils = [pupil for pupil, _ in _places_in([school_group.pk])]
    asked = asked_purposes(school_group.school)
    titles = titles_of(asked)
    found = _standings(school_group.school, {pupil.pk for pupil in pupils})
    lines = [PurposeLine(purpose, titles[purpose.pk]) for purpose in asked]
    for line in lines:
        for pupil in pupils:
            standing = found[pupil.pk][line.purpose.code]
            if standing.may:
                line.allowed += 1
            else:
                (line.waiting if standing.why in WAITS else line.denied).append(pupil)
    return lines


def titles_of(purposes: Iterable[Purpose]) -> dict[int, str]:
    """What each purpose is called now. One query."""
    return {purpose: text.title for purpose, text in newest_texts(purposes).items()}
