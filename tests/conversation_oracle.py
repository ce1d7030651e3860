"""Who may read what of a conversation, reckoned once more in plain lines: no query, no code of the portal (B7)."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass
class Link:
    """A guardian's link with the child."""

    has_authority: bool = True
    first: date | None = None
    last: date | None = None
    is_barred: bool = False
    is_let_in: bool = True

    def stands(self, day: date) -> bool:
        in_time = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return self.has_authority and in_time and not self.is_barred and self.is_let_in


@dataclass
class Place:
    """Somebody in a conversation: as staff in a role (its number), or as the guardian with this link."""

    person: str
    since: datetime
    role: int | None = None
    is_over: bool = False


@dataclass
class Said:
    author: str | None
    at: datetime
    is_note: bool = False
    is_taken_back: bool = False
    has_file: bool = False
    written: datetime | None = None


@dataclass
class Talk:
    """A conversation. ``said`` by the number of the message."""

    places: list[Place] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    is_closed: bool = False
    begun_by: str = ""


@dataclass
class Oracle:
    links: dict[str, Link]
    roles: dict[int, bool]
    talks: dict[int, Talk] = field(default_factory=dict)
    measures: dict[str, tuple[str, date]] = field(default_factory=dict)
    stopped: str = ""

    def measure(self, person: str, day: date) -> str:
        kind, last = self.measures.get(person, ("", day))
        return kind if day <= last else ""

    def holds(self, place: Place, day: date) -> bool:
        """Whether what somebody is in it for still stands."""
        if place.is_over:
            return False
        return self.roles[place.role] if place.role is not None else self.links[place.person].stands(day)

    def place(self, talk: Talk, person: str, day: date) -> Place | None:
        """As what this person reads it today."""
        shut = self.measure(person, day)
        for place in talk.places:
            if place.person != person or not self.holds(place, day):
                continue
            if shut == "closed" or (shut == "read" and place.role is not None):
                return None
            return place
        return None

    def reads(self, talk: Talk, person: str, now: datetime, day: date) -> set[int]:
        place = self.place(talk, person, day)
        if place is None:
            return set()
        return {number for number, said in talk.said.items() if self._sees(place, said, now)}

    def _sees(self, place: Place, said: Said, now: datetime) -> bool:
        if said.is_taken_back or (said.is_note and place.role is None):
            return False
        return said.author == place.person or (place.since <= (said.written or said.at) and said.at <= now)

    def opens(self, talk: Talk, person: str, now: datetime, day: date) -> bool:
        """Whether the conversation is there for this person at all: nobody knows of what was not brought yet."""
        if self.place(talk, person, day) is None:
            return False
        return talk.begun_by == person or bool(self.reads(talk, person, now, day))

    def writes(self, talk: Talk, person: str, day: date) -> bool:
        place = self.place(talk, person, day)
        if place is None or talk.is_closed or self.measure(person, day) in ("read", "closed"):
            return False
        if not any(one.role is not None and self.place(talk, one.person, day) is one for one in talk.places):
            return False
        return not (self.stopped == "all" or (self.stopped == "parents" and place.role is None))
