"""Which step may be taken in a case, by whom, and after what (F5, F7). Plain facts in, plain answers out.

The lightest step comes first, but the school decides: the next one is suggested, and a heavier one stops nobody.
What does stop: before the talk and before each measure the head and the ICT contact say what they think, or two school
days went by since they were asked and the head goes on alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from groups.calendar import SchoolTime
from protocol.clauses import clause


class Step(StrEnum):
    """The steps, lightest first."""

    WORD = "word"
    TALK = "talk"
    WARNING = "warning"
    NO_REACTIONS = "no_react"
    READ_ONLY = "read_only"
    CLOSED = "closed"
    OUTSIDE = "outside"


class Part(StrEnum):
    """As what somebody has a part in a case."""

    TEACHER = "teacher"
    HEAD = "head"
    ICT = "ict"
    NAMED = "named"  # whom the school named for what is about the head


class Hurdle(StrEnum):
    """Why a step may not be taken, now or by this person."""

    CLOSED = "closed"
    ONESELF = "oneself"
    NOT_YOURS = "not yours"
    NOBODY = "nobody"  # the case is about nobody yet
    NOT_ASKED = "not asked"
    WAITS = "waits"
    SAY_WHY = "say why"  # the head may go on alone, and says why
    NO_REASON = "no reason"
    NO_END = "no end"
    IS_OVER = "is over"
    TOO_LONG = "too long"
    NO_MEASURE = "no measure"
    LAST_HEAD = "last head"


MEASURES = frozenset({Step.NO_REACTIONS, Step.READ_ONLY, Step.CLOSED})
# Under these one does not work in the school either: somebody must be left to head it.
HEAVY = frozenset({Step.READ_ONLY, Step.CLOSED})
CONSULTED_ON = MEASURES | {Step.TALK}
# Of these the person concerned gets word, with what the school says about it.
TOLD = MEASURES | {Step.WARNING}
# Of these one has to know about whom: of what is left, an incident can be told to the police without a name.
ABOUT_SOMEBODY = frozenset(Step) - {Step.OUTSIDE}
CONSULTED = frozenset({Part.HEAD, Part.ICT})
DAYS_TO_ANSWER = 2

_BY_TEACHER = frozenset({Step.WORD, Step.TALK})


@dataclass(frozen=True)
class Facts:
    """How a case stands for who wants to take a step today."""

    parts: frozenset[Part]  # of who decides
    today: date
    year_ends_on: date
    is_open: bool = True
    is_about_somebody: bool = True
    is_about_oneself: bool = False
    is_about_last_head: bool = False
    reachable: frozenset[Part] = CONSULTED  # who there is to ask
    said: frozenset[Part] = frozenset()  # who said what they think since they were asked
    is_asked: bool = True
    alone_from: date | None = None


@dataclass(frozen=True)
class Wish:
    """The step somebody wants to take."""

    step: Step
    until: date | None = None
    told: str = ""
    alone_because: str = ""


@clause("F5", "F7")
def may_decide(step: Step, parts: frozenset[Part]) -> bool:
    """A word and the talk are the teacher's or the head's; all that weighs more is the head's. What is about the head
    is wholly for who the school named."""
    if parts & {Part.HEAD, Part.NAMED}:
        return True
    return Part.TEACHER in parts and step in _BY_TEACHER


@clause("F7")
def missing(facts: Facts) -> frozenset[Part]:
    """Who must still say what they think: the head and the ICT contact, as far as there is one, and not who decides."""
    return (CONSULTED & facts.reachable) - facts.parts - facts.said


@clause("F5", "F7")
def hurdle(facts: Facts, wish: Wish) -> Hurdle | None:
    """What stands in the way of this step; None when it may be taken."""
    return _who(facts, wish) or _consulted(facts, wish) or _days(facts, wish)


def _who(facts: Facts, wish: Wish) -> Hurdle | None:
    if not facts.is_open:
        return Hurdle.CLOSED
    if facts.is_about_oneself:
        return Hurdle.ONESELF
    if not may_decide(wish.step, facts.parts):
        return Hurdle.NOT_YOURS
    if wish.step in ABOUT_SOMEBODY and not facts.is_about_somebody:
        return Hurdle.NOBODY
    return Hurdle.LAST_HEAD if wish.step in HEAVY and facts.is_about_last_head else None


def _consulted(facts: Facts, wish: Wish) -> Hurdle | None:
    if wish.step not in CONSULTED_ON or not missing(facts):
        return None
    if not facts.is_asked:
        return Hurdle.NOT_ASKED
    if not may_go_on_alone(facts):
        return Hurdle.WAITS
    return None if wish.alone_because.strip() else Hurdle.SAY_WHY


@clause("F7")
def may_go_on_alone(facts: Facts) -> bool:
    """The head, or who the school named, need not wait longer than two school days."""
    leads = bool(facts.parts & {Part.HEAD, Part.NAMED})
    return leads and facts.is_asked and facts.alone_from is not None and facts.today >= facts.alone_from


def _days(facts: Facts, wish: Wish) -> Hurdle | None:
    if wish.step in TOLD and not wish.told.strip():
        return Hurdle.NO_REASON
    if wish.step not in MEASURES:
        return Hurdle.NO_MEASURE if wish.until is not None else None
    if wish.until is None:
        return Hurdle.NO_END
    if wish.until < facts.today:
        return Hurdle.IS_OVER
    return Hurdle.TOO_LONG if wish.until > facts.year_ends_on else None


@clause("F7")
def alone_from(asked_on: date, time: SchoolTime) -> date | None:
    """The first day on which two whole school days went by since the others were asked."""
    day: date | None = asked_on
    for _ in range(DAYS_TO_ANSWER):
        day = time.next_school_day(day) if day is not None else None
    return day + timedelta(days=1) if day is not None else None


@clause("F5")
def suggested(taken: Iterable[str]) -> Step:
    """The step that comes next when the lightest comes first; outside the school is never what comes by itself."""
    steps = list(Step)
    heaviest = max((steps.index(Step(one)) for one in taken if one != Step.OUTSIDE), default=-1)
    return steps[min(heaviest + 1, steps.index(Step.CLOSED))]
