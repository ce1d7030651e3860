"""What the page of a case shows: what happened, the proof of it, what the others think, and what may come next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from moderation import proof_state
from moderation.actions import hold_of
from moderation.case_permissions import LEADS
from moderation.hardcopy import grouped
from moderation.models import Case, CaseStep, Consultation, Item, LegalHold, Removal
from moderation.rules.cases import (
    CONSULTED,
    CONSULTED_ON,
    Facts,
    Part,
    Step,
    may_decide,
    may_go_on_alone,
    missing,
    suggested,
)
from moderation.standing import facts_of, people_in
from protocol.clauses import clause


@dataclass(frozen=True)
class Proof:
    """A removal and its package: the check code is what the chain holds."""

    removal: Removal
    checked: proof_state.Checked
    is_asked: bool

    @property
    def code(self) -> str:
        """The check code in groups of four, to be read aloud."""
        package = self.removal.package
        assert package is not None
        return grouped(package.link.commitment)


@dataclass(frozen=True)
class Taken:
    """A step with what was said before it."""

    step: CaseStep
    before: list[Consultation]
    may_reverse: bool


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked what they think, and what they said."""

    part: Part
    person: User | None
    said: list[Consultation] = field(default_factory=list)


@dataclass
class CasePage:
    """One case, for one person. A fixed number of queries, whatever stands in it."""

    case: Case
    facts: Facts
    items: list[Item]
    proofs: list[Proof]
    pending: list[Removal]
    taken: list[Taken]
    asked: list[Asked]
    hold: LegalHold | None
    people: dict[Part, list[User]]
    own: list[Consultation] = field(default_factory=list)

    @property
    def hidden_at(self) -> Item | None:
        return next((item for item in self.items if item.hidden_at), None)

    @property
    def steps(self) -> list[Step]:
        """What this person decides about."""
        return [step for step in Step if may_decide(step, self.facts.parts)]

    @property
    def leads(self) -> bool:
        return bool(self.facts.parts & LEADS)

    @property
    def seen(self) -> int:
        return len(self.taken)

    @property
    def stands(self) -> list[str]:
        return [one.step.kind for one in self.taken if one.step.reversed_at is None]

    @property
    def suggested(self) -> Step:
        return suggested(self.stands)

    @property
    def waits_for(self) -> list[Asked]:
        parts = missing(self.facts)
        return [one for one in self.asked if one.part in parts]

    @property
    def goes_alone(self) -> bool:
        return bool(self.waits_for) and may_go_on_alone(self.facts)

    @property
    def alone_from(self) -> date | None:
        return self.facts.alone_from if self.leads and self.waits_for else None

    @property
    def done(self) -> int:
        return bool(self.hidden_at) + bool(self.proofs or self.pending) + len(self.taken)

    @property
    def total(self) -> int:
        """All that stands in the list: what was done, the consultation, the next step, and closing."""
        return self.done + 3 if self.case.closed_at is None else self.done + 1

    @property
    def clauses(self) -> list[str]:
        """The agreements that reports and removals name."""
        reported = {report.clause for item in self.items for report in item.reports.all()}
        return sorted(reported | {one.removal.clause for one in self.proofs if one.removal.clause})

    @property
    def reports(self) -> int:
        return sum(len(item.reports.all()) for item in self.items)


@clause("F5", "F7")
def page_of(case: Case, user: User) -> CasePage:
    """The page of a case for this person, who came through its door."""
    facts, people = facts_of(case, user), people_in(case)
    items = list(case.items.select_related("author", "school_group").prefetch_related("reports").order_by("opened_at"))
    removals = list(
        Removal.objects.filter(item__in=items)
        .exclude(state=Removal.State.CANCELLED)
        .select_related("package__link", "asked_by")
        .order_by("asked_at")
    )
    taken, left = _taken(case, facts)
    return CasePage(
        case=case,
        facts=facts,
        items=items,
        proofs=_proofs(case, removals),
        pending=[one for one in removals if one.package is None],
        taken=taken,
        asked=_asked(people, left),
        hold=hold_of(case),
        people=people,
        own=[one for one in left if one.person_id == user.pk],
    )


@clause("F6")
def _proofs(case: Case, removals: list[Removal]) -> list[Proof]:
    """The hard copies, each with when it was read again last."""
    state, asked = proof_state.state_of(case.school), proof_state.asked_of(case.school).keys()
    return [
        Proof(one, proof_state.checked(one.package, state), bool(asked & {proof_state.ALL, one.package.link.number}))
        for one in removals
        if one.package is not None
    ]


def _taken(case: Case, facts: Facts) -> tuple[list[Taken], list[Consultation]]:
    """The steps, each with what was said before it, and what was said since."""
    said = list(case.consultations.select_related("person"))
    steps = case.steps.select_related("decided_by", "reversed_by", "restriction")
    taken = []
    for step in steps:
        before = []
        if Step(step.kind) in CONSULTED_ON:
            before = [one for one in said if one.at <= step.decided_at]
            said = said[len(before) :]
        may_reverse = facts.is_open and step.reversed_at is None and may_decide(Step(step.kind), facts.parts)
        taken.append(Taken(step, before, may_reverse))
    return taken, said


def _part_once(role: str) -> Part:
    """As what somebody spoke who has no part in it any more."""
    return Part(role) if role in set(Part) else Part.NAMED


def _asked(people: dict[Part, list[User]], said: Iterable[Consultation]) -> list[Asked]:
    """Whom the consultation asks, one line each, and what they said; a teacher stands in it who said something."""
    by_part: dict[Part, list[Consultation]] = {part: [] for part in people}
    for one in said:
        part = next((part for part, found in people.items() if one.person_id in {who.pk for who in found}), None)
        by_part.setdefault(part or _part_once(one.role), []).append(one)
    order = (Part.TEACHER, Part.HEAD, Part.ICT, Part.NAMED)
    lines = []
    for part in order:
        words = by_part.get(part, [])
        if words:
            lines.append(Asked(part, None, words))
        elif people.get(part) and part in CONSULTED:
            lines.append(Asked(part, people[part][0]))
    return lines
