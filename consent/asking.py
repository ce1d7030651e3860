"""What a guardian is asked, what this guardian answered, and what is still open. Never what another one answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from consent import chain
from consent.models import ConsentPolicy, Decision, Objection, Purpose, Round
from consent.models.policy import policy_of
from consent.purposes import asked_purposes
from consent.rules import consent_year, last_day_of
from consent.shown import in_words, newest_texts, translation_of, wording_of
from consent.texts import Wording
from groups.models import Enrolment, Guardianship, Pupil, School, SchoolGroup
from groups.roles import CLASSES
from protocol import clock
from protocol.clauses import clause

_A_DAY = timedelta(days=1)


class State(StrEnum):
    """What one's own last answer comes to today, whatever others answered."""

    YES = "yes"
    NO = "no"
    OVER = "over"  # a yes of an earlier year, or to an earlier text
    OPEN = "open"  # nothing answered


@dataclass(frozen=True)
class Asking:
    """For which consent year one answers now, and how the school keeps it."""

    school: School
    year: int
    policy: ConsentPolicy
    is_begun: bool

    @property
    def until(self) -> date | None:
        """The last day of what is answered now; None when the school does not ask anew."""
        return last_day_of(self.year, self.policy.lapses) if self.policy.renews else None

    @property
    def this_year(self) -> int:
        """The consent year that holds today."""
        return consent_year(clock.today(), self.policy.lapses)

    @property
    def begins(self) -> date | None:
        """The first day of what is answered now, when that is still to come."""
        return self.first_day(self.year)

    def first_day(self, year: int) -> date | None:
        """The first day of a consent year that has not begun yet."""
        return last_day_of(year - 1, self.policy.lapses) + _A_DAY if year > self.this_year else None

    def counts(self, said: Decision) -> bool:
        """Whether this answer is one to what is asked now."""
        return (said.year >= self.year or not self.policy.renews) and said.version >= said.purpose.version

    def state_of(self, said: Decision | None) -> State:
        if said is None:
            return State.OPEN
        if said.said != Decision.Said.GRANT:
            return State.NO
        is_of_its_time = said.year >= self.this_year or not self.policy.renews
        return State.YES if is_of_its_time and said.version >= said.purpose.version else State.OVER


@dataclass(frozen=True)
class Question:
    """One purpose as this guardian reads it for one child, with the own last answer."""

    purpose: Purpose
    wording: Wording
    beside: Wording | None
    said: Decision | None
    state: State
    is_open: bool
    since: date | None
    until: date | None

    @property
    def given(self) -> str:
        """What the form shows as answered: only what was answered to this very question."""
        if self.is_open or self.said is None:
            return ""
        return "yes" if self.said.said == Decision.Said.GRANT else "no"


@dataclass(frozen=True)
class Child:
    """A child for which this guardian answers, in this year's group if it is in one."""

    pupil: Pupil
    group: SchoolGroup | None
    questions: list[Question]
    objects: bool
    history: list[Decision] = field(default_factory=list)

    @property
    def open(self) -> list[Question]:
        """What this guardian did not answer yet."""
        return [question for question in self.questions if question.is_open]

    @property
    def signed(self) -> Decision | None:
        """The newest of what this guardian answered for this child."""
        return self.history[-1] if self.history else None


def asking_of(school: School) -> Asking:
    """What this school asks now. Two queries."""
    policy = policy_of(school.pk)
    years = list(Round.objects.open().filter(school=school).values_list("year", flat=True))
    year = max([*years, consent_year(clock.today(), policy.lapses)])
    return Asking(school, year, policy, bool(years))


@clause("B2", "B9")
def children_of(guardian: User, asking: Asking, *, language: str = "nl") -> list[Child]:
    """The children over whom this guardian has authority today, with what was asked and answered. Six queries.

    A child that left the school is there while something was answered for it: taking that back stays possible.
    """
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian=guardian)
    pupils = Pupil.objects.filter(pk__in=links.values("pupil"), school=asking.school, deceased_at=None)
    known = list(pupils.select_related("school").order_by("first_name", "sort_name"))
    groups, said = groups_of(known), _said(guardian, known)
    objecting = set(Objection.objects.standing().filter(pupil__in=known).values_list("pupil_id", flat=True))
    asked = list(_asked(asking, language)) if known else []
    return [
        Child(
            pupil,
            groups.get(pupil.pk),
            [_question(asking, row, said.get(pupil.pk, [])) for row in asked],
            pupil.pk in objecting,
            said.get(pupil.pk, []),
        )
        for pupil in known
        if pupil.pk in groups or pupil.pk in said
    ]


def groups_of(pupils: Iterable[Pupil]) -> dict[int, SchoolGroup]:
    """The class each of these pupils is in today, by pupil (id). One query."""
    places = Enrolment.objects.valid_on(clock.today()).filter(pupil__in=pupils, school_group__kind__in=CLASSES)
    rows = places.select_related("school_group").order_by("-school_group__position")
    return {row.pupil_id: row.school_group for row in rows}


def _said(guardian: User, pupils: list[Pupil]) -> dict[int, list[Decision]]:
    """All that this guardian answered for these pupils, oldest first."""
    rows = Decision.objects.filter(guardian=guardian, pupil__in=pupils).select_related("purpose", "shown")
    found: dict[int, list[Decision]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _asked(asking: Asking, language: str) -> "Iterable[tuple[Purpose, Wording, Wording | None]]":
    """The purposes the school asks for, in order, each with its newest words."""
    purposes = asked_purposes(asking.school)
    texts = newest_texts(purposes)
    for purpose in purposes:
        wording = wording_of(texts[purpose.pk])
        yield purpose, wording, translation_of(purpose, wording, language)


def _question(asking: Asking, row: tuple[Purpose, Wording, Wording | None], said: list[Decision]) -> Question:
    own = [one for one in said if one.purpose_id == row[0].pk]
    last = own[-1] if own else None
    state = asking.state_of(last)
    is_open = last is None or not asking.counts(last)
    since = until = None
    if last is not None and state is State.YES and asking.policy.renews:
        since, until = asking.first_day(last.year), last_day_of(last.year, asking.policy.lapses)
    return Question(*row, said=last, state=state, is_open=is_open, since=since, until=until)


def seen_digest(children: Iterable[Child], asking: Asking) -> str:
    """Another one as soon as other words are asked, or for another year: nobody signs what was not on the screen."""
    texts = {one.purpose.code: in_words(one.wording, one.beside) for child in children for one in child.questions}
    return chain.digest("\n\n".join([str(asking.year), *(f"{code}\n{text}" for code, text in sorted(texts.items()))]))


@clause("B9")
def has_open_questions(pupil: str, guardian: int) -> Exists:
    """The same as one condition for a list: the school has asked this guardian something for the pupil in this column
    that is not answered yet. Only in a round that was opened."""
    today = clock.today()
    lapses = [Coalesce(F(f"school__consent_policy__lapses_{part}"), fresh) for part, fresh in _AS_IT_COMES]
    last_day = (F("year") + 1) * 10_000 + lapses[0] * 100 + lapses[1]
    rounds: QuerySet[Any, Any] = Round.objects.open().filter(school=OuterRef("school"))
    rounds = rounds.annotate(last_day=last_day, renews=_RENEWS).order_by("-year")
    rounds = rounds.filter(Q(last_day__gte=int(f"{today:%Y%m%d}")) | Q(renews=False))
    answers = Decision.objects.filter(
        Q(year__gte=OuterRef("round")) | Q(purpose__school__consent_policy__renews=False),
        pupil=OuterRef(OuterRef(pupil)), guardian=guardian, purpose=OuterRef("pk"), version__gte=OuterRef("version"),
    )  # fmt: skip
    asked = Purpose.objects.filter(is_asked=True, school__pupils=OuterRef(pupil))
    asked = asked.annotate(round=Subquery(rounds.values("year")[:1])).filter(round__isnull=False)
    return Exists(asked.filter(~Exists(answers)))


_FRESH = ConsentPolicy()
_AS_IT_COMES = (("month", _FRESH.lapses_month), ("day", _FRESH.lapses_day))
_RENEWS = Coalesce(F("school__consent_policy__renews"), _FRESH.renews)
