"""Whether a child may be shown: one pure rule on plain facts (B2, B9, D3, D5).

No Django, no database, no clock of its own. Days are school days (Europe/Amsterdam). A consent year is named by the
calendar year in which it begins, the day after the school's date of lapsing (31 July, unless it chose another).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from protocol.clauses import clause

FOREVER = date.max
_A_DAY = timedelta(days=1)


class Said(StrEnum):
    """What a guardian answered. Withdrawing is a no that was a yes before."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Why(StrEnum):
    """Why a child may, or may not, be shown."""

    ALLOWED = "allowed"
    OBJECTS = "objects"  # the child itself said no (D5)
    REFUSED = "refused"  # a guardian with authority said no
    LAPSED = "lapsed"  # there was a yes, and its year or its text is over
    UNANSWERED = "unanswered"  # nothing answered is no
    INCOMPLETE = "incomplete"  # all must say yes, and not all have
    NOT_ASKED = "not_asked"  # the school does not use this purpose
    NOBODY = "nobody"  # nobody with authority is known


@dataclass(frozen=True)
class Terms:
    """What the school asks for one purpose: of one guardian or of all, every year or once, and since which text.

    ``lapses`` is the month and day that a yes holds for the last time.
    """

    needs_all: bool = False
    renews: bool = True
    version: int = 1
    lapses: tuple[int, int] = (7, 31)
    is_asked: bool = True


@dataclass(frozen=True)
class Holder:
    """Somebody with parental authority, between two days (both included; open without a last)."""

    guardian: int
    since: date
    until: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Answer:
    """What one guardian answered for one consent year, and to which version of the text."""

    guardian: int
    said: Said
    year: int
    version: int = 1

    @property
    def is_no(self) -> bool:
        return self.said != Said.GRANT


@dataclass(frozen=True)
class Facts:
    """All that counts for one child and one purpose: who has authority, what was answered (oldest first), and whether
    the child objects."""

    terms: Terms
    holders: tuple[Holder, ...] = ()
    answers: tuple[Answer, ...] = ()
    objects: bool = False


@dataclass(frozen=True)
class Standing:
    """The outcome: whether the child may be shown today, the last day on which that is so when nobody says otherwise,
    why, and whether its guardians disagree."""

    why: Why
    until: date = field(default=FOREVER)
    is_conflict: bool = False

    @property
    def may(self) -> bool:
        return self.why is Why.ALLOWED


def consent_year(day: date, lapses: tuple[int, int] = (7, 31)) -> int:
    """The consent year that holds this day."""
    return day.year if (day.month, day.day) > lapses else day.year - 1


def last_day_of(year: int, lapses: tuple[int, int] = (7, 31)) -> date:
    """The last day of a consent year."""
    return date(year + 1, *lapses)


@clause("B2", "B9", "D3", "D5")
def standing(facts: Facts, today: date, *, year: int | None = None) -> Standing:
    """What holds today. Any no of a guardian with authority beats every yes; the child's own no beats them all.

    With ``year`` a yes of that consent year counts, however long ago it was: for photos of past years in a school that
    keeps them. A no counts always.
    """
    why = _why(facts, today, year)
    if why is not Why.ALLOWED:
        return Standing(why, today, _disagree(facts, today))
    for day in _turning_points(facts, today):
        if _why(facts, day, year) is not Why.ALLOWED:
            return Standing(why, day - _A_DAY)
    return Standing(why)


def _why(facts: Facts, day: date, year: int | None) -> Why:
    """The rule itself, on one day."""
    heard = [holder.guardian for holder in facts.holders if holder.stands_on(day)]
    if facts.objects:  # the child's own no before all else: for it there are no days to look first
        return Why.OBJECTS
    if not facts.terms.is_asked or not heard:
        return Why.NOBODY if facts.terms.is_asked else Why.NOT_ASKED
    wanted = consent_year(day, facts.terms.lapses) if year is None else year
    counted = [_counted(facts, guardian, wanted) for guardian in heard]
    if Why.REFUSED in counted:
        return Why.REFUSED
    yes = counted.count(Why.ALLOWED)
    if yes == len(heard) or (yes and not facts.terms.needs_all):
        return Why.ALLOWED
    if yes:
        return Why.INCOMPLETE
    return Why.LAPSED if Why.LAPSED in counted else Why.UNANSWERED


def _counted(facts: Facts, guardian: int, year: int) -> Why:
    """What one guardian's answers amount to in a consent year: the newest no always, else the answer of that year."""
    own = [answer for answer in facts.answers if answer.guardian == guardian]
    if not own:
        return Why.UNANSWERED
    earlier = [answer for answer in own if answer.year <= year]
    if own[-1].is_no or (earlier and earlier[-1].is_no):
        return Why.REFUSED
    if not earlier:
        return Why.UNANSWERED  # a yes for next year does not open this one
    is_of_its_time = earlier[-1].year == year or not facts.terms.renews
    return Why.ALLOWED if is_of_its_time and earlier[-1].version >= facts.terms.version else Why.LAPSED


def _disagree(facts: Facts, day: date) -> bool:
    """Whether one guardian with authority says yes where another says no: the head's task, never the portal's."""
    heard = {holder.guardian for holder in facts.holders if holder.stands_on(day)}
    year = consent_year(day, facts.terms.lapses)
    counted = {_counted(facts, guardian, year) for guardian in heard}
    return {Why.ALLOWED, Why.REFUSED} <= counted


def _turning_points(facts: Facts, today: date) -> Iterator[date]:
    """The days after today on which the outcome may change by itself, in order."""
    year = consent_year(today, facts.terms.lapses)
    # Nobody answers for more than one year ahead: after the second lapse there is nothing left that could count.
    days = {last_day_of(year + ahead, facts.terms.lapses) + _A_DAY for ahead in (0, 1)}
    for holder in facts.holders:
        days.add(holder.since)
        if holder.until is not None and holder.until < FOREVER:
            days.add(holder.until + _A_DAY)
    return iter(sorted(day for day in days if day > today))


# So long before a consent year begins its question can be asked; an answer to it counts from that year on.
_AHEAD = timedelta(days=91)


@clause("B9")
def asked_from(year: int, lapses: tuple[int, int] = (7, 31)) -> date:
    """The first day on which parents can be asked for a consent year. Earlier, who answers would answer for a year
    that is far away, and the year that runs would stay open."""
    return last_day_of(year - 1, lapses) - _AHEAD


# So many weeks after asking, who did not answer is asked once more; first comes the question itself.
REMINDED_AFTER = (0, 1, 2, 4)
# The last reminder still goes out after an outage of so many weeks.
_LAST_FOR = 2


@clause("B9")
def reminder_due(asked_on: date, today: date) -> int | None:
    """After how many weeks a guardian who did not answer is reminded today, 0 for the question itself; None when the
    school no longer does. After an outage one mail goes, not those that were missed as well."""
    weeks = (today - asked_on).days // 7
    if weeks < 0 or weeks >= REMINDED_AFTER[-1] + _LAST_FOR:
        return None
    return max(after for after in REMINDED_AFTER if after <= weeks)
