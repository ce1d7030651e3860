"""Who may be seen on a photo, told a second time: short, slow, from the agreements alone, to hold the portal to.

Nothing of ``consent`` or ``messaging`` is imported here. Who plays with the portal tells the oracle what people did.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

GRACE = timedelta(days=3)  # three school days, in a school where each day is one


@dataclass
class Link:
    """A guardian of a child: with authority or without, between two days, barred or not."""

    has_authority: bool = True
    since: date = date.min
    until: date = date.max
    is_barred: bool = False

    def is_heard(self, day: date) -> bool:
        return self.has_authority and not self.is_barred and self.since <= day <= self.until


@dataclass
class Word:
    """What a guardian said, for which consent year, to which version of the text."""

    guardian: int
    is_yes: bool
    year: int
    version: int


@dataclass
class Terms:
    """How one purpose is asked."""

    is_asked: bool = True
    needs_all: bool = False
    version: int = 1


@dataclass
class Picture:
    """A photo, and what people said of it."""

    post: int
    code: str
    is_said: bool = False
    marked: set[int] = field(default_factory=set)
    maybe: set[int] = field(default_factory=set)
    looked: set[int] = field(default_factory=set)  # a person looked: not on it
    pointed: set[int] = field(default_factory=set)  # by a parent or the child itself
    out_on: date | None = None
    withheld: set[int] = field(default_factory=set)  # for whom it is away until a person puts it back
    grace: dict[int, date] = field(default_factory=dict)

    @property
    def children(self) -> set[int]:
        return self.marked | (self.maybe - self.looked)


@dataclass
class Oracle:
    """All that was said and decided, by whom it concerns."""

    links: dict[tuple[int, int], Link] = field(default_factory=dict)
    words: dict[tuple[int, str], list[Word]] = field(default_factory=dict)
    terms: dict[str, Terms] = field(default_factory=dict)
    objecting: set[int] = field(default_factory=set)
    pictures: dict[int, Picture] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    renews: bool = True
    keeps_past: bool = False
    gives_grace: bool = False
    lapses: tuple[int, int] = (7, 31)

    def year(self, day: date) -> int:
        return day.year - ((day.month, day.day) <= self.lapses)

    def year_asked(self, day: date) -> int:
        return max([*self.opened, self.year(day)])

    def denies(self, child: int, code: str, day: date, year: int | None = None) -> bool:
        """Whether this child may not be seen."""
        terms, wanted = self.terms[code], self.year(day) if year is None else year
        heard = {guardian for (of, guardian), link in self.links.items() if of == child and link.is_heard(day)}
        if child in self.objecting or not terms.is_asked or not heard:
            return True
        yes = set()
        for guardian in heard:
            own = [word for word in self.words.get((child, code), []) if word.guardian == guardian]
            by_then = [word for word in own if word.year <= wanted]
            if any(some and not some[-1].is_yes for some in (own, by_then)):
                return True
            if by_then and by_then[-1].version >= terms.version and (by_then[-1].year == wanted or not self.renews):
                yes.add(guardian)
        return yes != heard if terms.needs_all else not yes

    def denied_on(self, picture: Picture, day: date) -> set[int]:
        """The children on it who may not be seen."""
        year = None
        if self.keeps_past and picture.out_on is not None and self.year(picture.out_on) < self.year(day):
            year = self.year(picture.out_on)
        return {child for child in picture.children if self.denies(child, picture.code, day, year)}

    def must_be_away(self, picture: Picture, day: date) -> bool:
        """Whether nobody may see this photo now."""
        kept_back = self.denied_on(picture, day) | picture.withheld
        out = {child for child in kept_back if not day <= picture.grace.get(child, date.min)}
        return picture.out_on is None or not picture.is_said or bool(out | picture.pointed)

    def told(self, children: set[int], day: date, served: set[int]) -> None:
        """Something changed for these children: a photo that readers saw until this moment (``served``) stays away
        until a person says otherwise, when one of them may not be seen now."""
        for pk, picture in self.pictures.items():
            for child in self.denied_on(picture, day) & children if pk in served else ():
                self._withhold(picture, child, day)

    def _withhold(self, picture: Picture, child: int, day: date) -> None:
        is_in_doubt = child not in picture.marked and child not in self.objecting
        if self.gives_grace and is_in_doubt and child not in picture.withheld:
            picture.grace[child] = day + GRACE
        if not is_in_doubt:
            picture.grace.pop(child, None)
        picture.withheld.add(child)

    def came_back(self, picture: Picture, child: int) -> None:
        picture.withheld.discard(child)
        picture.grace.pop(child, None)
