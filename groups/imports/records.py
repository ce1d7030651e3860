"""What Kring keeps of a file: these fields and no others. A citizen service number has no place to stand in."""

import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from accounts.models import sort_key

FILE_MAX = 25 * 1024 * 1024  # bytes; what the web takes of one file (files/uploads.py)
KEY_MAX, FIRST_MAX, LAST_MAX, MAIL_MAX, GROUP_MAX = 256, 80, 120, 254, 60


class ImportRefused(Exception):
    """A file that cannot be read at all. ``code`` names the sentence (words.py), ``line`` the place where known,
    ``file`` which of the two it is."""

    def __init__(self, code: str, *, line: int | None = None, about: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.about, self.file = code, line, about[:80], "edexml"


@dataclass(frozen=True)
class Problem:
    """What must be put right in a file before it can be taken over: the line, the field, and which sentence."""

    file: str  # "edexml" or "guardians"
    line: int
    field: str
    code: str
    about: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the report: what happens to whom (``new``, ``changed``, ``ended``), or what to know (``note``)."""

    section: str
    kind: str
    name: str
    code: str
    about: str = ""


@dataclass(frozen=True)
class GroupRecord:
    """A class; ``keys`` are all keys the file has for it, ``key`` the one it is known by.

    ``parts``: the names of the year groups that are this class under another name, for the report to say.
    ``is_beside``: no class but a group beside the classes (reading, plus), in which nobody has a first place.
    """

    key: str
    keys: tuple[str, ...]
    name: str
    years: tuple[str, ...]
    is_composite: bool
    line: int
    is_beside: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PupilRecord:
    key: str
    eckid: str
    first_name: str
    last_name: str
    born_on: date | None
    groups: tuple[str, ...]
    comes_on: date | None
    left_on: date | None
    line: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sort_name(self) -> str:
        """As Pupil.sort_name."""
        return sort_key(self.first_name, self.last_name)[:250]


@dataclass(frozen=True)
class PersonRecord:
    """A name and an address. ``token`` is equal for who is the same person within one import."""

    token: str
    first_name: str
    last_name: str
    email: str
    language: str = "nl"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sort_name(self) -> str:
        """As User.sort_name."""
        return sort_key(self.last_name, self.first_name)[:250]


@dataclass(frozen=True)
class StaffRecord:
    """A member of staff with roles ("teacher", group key), ("staff", ""); ``by_hand`` are those no file gives."""

    key: str
    eckid: str
    person: PersonRecord
    roles: tuple[tuple[str, str], ...]
    by_hand: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class GuardianRecord:
    """One person's link with one pupil."""

    pupil_key: str
    person: PersonRecord
    relation: str
    has_authority: bool
    line: int


@dataclass(frozen=True)
class Records:
    """All that was read. ``first_year`` is None without a file of the administration, ``guardians`` without a CSV."""

    first_year: int | None = None
    version: str = ""
    groups: tuple[GroupRecord, ...] = ()
    pupils: tuple[PupilRecord, ...] = ()
    staff: tuple[StaffRecord, ...] = ()
    guardians: tuple[GuardianRecord, ...] | None = None
    dropped: dict[str, int] = field(default_factory=dict)
    helpers: int = 0
    problems: tuple[Problem, ...] = ()


def clean(text: str) -> str:
    """One line of composed characters; what cannot be seen is taken out."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C").split())


def token_of(first_name: str, last_name: str, email: str, otherwise: str) -> str:
    """The same name and the same address are one person; without an address nobody is the same as another."""
    return f"{sort_key(last_name, first_name)}|{email.lower() or '|' + otherwise}"


def to_json(records: Records) -> dict[str, Any]:
    """For ``ImportRun.content``."""
    return asdict(records)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def from_json(content: dict[str, Any]) -> Records:
    """What ``to_json`` made, back from the database."""
    rows = dict(content)
    rows["groups"] = tuple(
        GroupRecord(**row | {name: tuple(row.get(name, ())) for name in ("keys", "years", "parts")})
        for row in rows["groups"]
    )
    days = ("born_on", "comes_on", "left_on")
    rows["pupils"] = tuple(
        PupilRecord(**row | {day: _day(row[day]) for day in days} | {"groups": tuple(row["groups"])})
        for row in rows["pupils"]
    )
    rows["staff"] = tuple(
        StaffRecord(
            **row
            | {
                "person": PersonRecord(**row["person"]),
                "roles": tuple((role, group) for role, group in row["roles"]),
                "by_hand": tuple(row["by_hand"]),
            }
        )
        for row in rows["staff"]
    )
    if rows["guardians"] is not None:
        rows["guardians"] = tuple(
            GuardianRecord(**row | {"person": PersonRecord(**row["person"])}) for row in rows["guardians"]
        )
    rows["problems"] = tuple(Problem(**row) for row in rows["problems"])
    return Records(**rows)
