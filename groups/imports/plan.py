"""What taking over a file writes. Rows that exist stand here by their number, new ones by their key in the file."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from groups.imports.records import GroupRecord, Line, PersonRecord, PupilRecord, StaffRecord

GROUPS, PUPILS, PLACES, STAFF, GUARDIANS = SECTIONS = ("groups", "pupils", "places", "staff", "guardians")
# More than this share of the pupils missing from a file: a second look before anybody is ended.
MANY = 0.1


@dataclass(frozen=True)
class NewLink:
    """A guardian (``token``) is linked to a pupil (its key in the files)."""

    pupil_key: str
    token: str
    relation: str
    has_authority: bool


@dataclass(frozen=True)
class LetIn:
    """A guardian comes into a group through a link: one that stands, or (link None) the new one of these two."""

    link: int | None
    pupil_key: str
    token: str
    group_key: str


@dataclass
class Plan:
    lines: list[Line] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    ends_many: bool = False
    gone_pupils: list[int] = field(default_factory=list)

    new_groups: list[GroupRecord] = field(default_factory=list)
    changed_groups: list[tuple[int, GroupRecord]] = field(default_factory=list)
    group_ids: dict[str, int] = field(default_factory=dict)  # key in the file -> what exists

    new_pupils: list[PupilRecord] = field(default_factory=list)
    changed_pupils: list[tuple[int, PupilRecord]] = field(default_factory=list)
    pupil_ids: dict[str, int] = field(default_factory=dict)
    pupil_names: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)  # pupil's key -> keys of groups, as it will be
    new_places: list[tuple[str, str, date]] = field(default_factory=list)
    ended_places: list[int] = field(default_factory=list)

    new_people: dict[str, PersonRecord] = field(default_factory=dict)
    person_ids: dict[str, int] = field(default_factory=dict)
    new_addresses: list[tuple[int, str]] = field(default_factory=list)

    staff_keys: list[tuple[StaffRecord, int | None]] = field(default_factory=list)  # with the row that has it now
    new_roles: list[tuple[str, str, str]] = field(default_factory=list)  # token, role, key of a group or ""

    new_links: list[NewLink] = field(default_factory=list)
    changed_relations: list[tuple[int, str]] = field(default_factory=list)
    proposals: list[tuple[int, bool]] = field(default_factory=list)
    let_in: list[LetIn] = field(default_factory=list)
    ended_memberships: list[int] = field(default_factory=list)

    @property
    def told_pupils(self) -> set[int]:
        """The pupils (ids) of whom the report says something by name."""
        said = {name for line in self.lines for name in (line.name, line.about)}
        known = {self.pupil_ids.get(key) for key, name in self.pupil_names.items() if name in said}
        return {pk for pk in known if pk is not None}.union(self.gone_pupils)

    def say(self, section: str, kind: str, name: str, code: str, about: str = "") -> None:
        self.lines.append(Line(section, kind, name, code, about))
