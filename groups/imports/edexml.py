"""EDEXML 1.03, 2.0 and 2.1: lenient in order, strict in meaning.

The published list of school years ends at 2024-2025, so any two years that follow each other will do. What stands in
``SENSITIVE`` and all else that is not asked for is never held (AVG: no more than is needed).
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from groups.imports.classes import Merged, RawGroup, RawPupil, merge_groups
from groups.imports.records import (
    FIRST_MAX,
    GROUP_MAX,
    KEY_MAX,
    LAST_MAX,
    MAIL_MAX,
    ImportRefused,
    PersonRecord,
    Problem,
    PupilRecord,
    Records,
    StaffRecord,
    clean,
    token_of,
)
from groups.imports.safe_xml import Node, Shape, read_xml
from protocol.clauses import clause

VERSIONS = {"1.03": "1.03", "1.0.3": "1.03", "1.3": "1.03", "2.0": "2.0", "2": "2.0", "2.1": "2.1"}
GROUPS = ("groep", "samengestelde_groep")
_NAMES: Shape = {tag: {} for tag in ("achternaam", "voorvoegsel", "voornamen", "voorletters-1", "roepnaam")}
_ROLES: Shape = {"rol": {}, "rolomschrijving": {}}
SHAPE: Shape = {
    "EDEX": {
        "school": {"schooljaar": {}, "xsdversie": {}},
        "vestigingen": {},
        "groepen": {"groep": {"naam": {}, "jaargroep": {}}, "samengestelde_groep": {"naam": {}}},
        "leerlingen": {
            "leerling": _NAMES
            | {tag: {} for tag in ("geboortedatum", "groep", "instroomdatum", "uitstroomdatum")}
            | {"samengestelde_groepen": {"samengestelde_groep": {}}}
        },
        "leerkrachten": {"leerkracht": _NAMES | _ROLES | {"emailadres": {}, "groepen": dict.fromkeys(GROUPS, _ROLES)}},
    }
}
# fmt: off
SENSITIVE = frozenset({
    "sofinummer", "bsn", "onderwijsnummer", "bsn_ondwnr-4", "rijksregisternummer", "etniciteit",
    "land", "land_vader", "land_moeder", "gewicht_nieuw", "gewicht", "fotourl", "gebruikersnaam", "geslacht",
    "postcode", "postcodenl", "postnummerbe", "postcodeoverig", "emailadres", "toevoegingen",
})
# fmt: on
# What a role code of the administration gives. Anything else is a member of staff, without a group of one's own.
TEACHES, LEARNS, HELPS = "LRK", "STA", "OUD"
BY_HAND = ("DIR", "ADJ", "ICT", "IB")


@clause("A2", "B8")
def read_edexml(data: bytes) -> Records:
    """What Kring may keep of a file of the administration.

    Raises:
        ImportRefused: it cannot be read as EDEXML of a version we know.
    """
    root, dropped = read_xml(data, SHAPE, SENSITIVE)
    reader = _Reader(root)
    first_year, version = reader.school_year(), reader.version()
    merged = reader.groups()
    pupils = tuple(reader.pupils(merged))
    if not pupils and not reader.problems:
        raise ImportRefused("no_pupils")
    staff = tuple(reader.staff(merged))
    return Records(
        first_year=first_year,
        version=version,
        groups=merged.records,
        pupils=pupils,
        staff=staff,
        dropped=dict(sorted(dropped.items())),
        helpers=reader.helpers,
        problems=tuple(reader.problems),
    )


class _Reader:
    def __init__(self, root: Node) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.helpers = 0

    def _problem(self, node: Node, field: str, code: str, about: str = "") -> None:
        self.problems.append(Problem("edexml", node.line, field, code, about[:80]))

    def _text(self, node: Node, tag: str, limit: int) -> str:
        child = node.first(tag)
        text = clean(child.text) if child else ""
        if child and len(text) > limit:
            self._problem(child, tag, "too_long", str(limit))
        return text[:limit]

    def _key(self, node: Node, seen: set[str]) -> str:
        """The key of a row; empty, with the problem noted, when there is none or somebody else has it."""
        key = clean(node.key)
        if not key:
            self._problem(node, "key", "missing")
        elif len(key) > KEY_MAX:
            self._problem(node, "key", "too_long", str(KEY_MAX))
        elif key in seen:
            self._problem(node, "key", "twice", key)
        else:
            seen.add(key)
            return key
        return ""

    def _blocks(self, block: str, *tags: str) -> Iterator[Node]:
        for outer in self.root.all(block):
            yield from outer.all(*tags)

    def school_year(self) -> int:
        node = self.root.first("school")
        if node is None:
            raise ImportRefused("not_edexml", line=self.root.line)
        text = self._text(node, "schooljaar", 20)
        found = re.fullmatch(r"([0-9]{4})-([0-9]{4})", text)
        if not found or int(found[2]) != int(found[1]) + 1 or not 1990 <= int(found[1]) <= 2100:
            raise ImportRefused("school_year", line=node.line, about=text)
        return int(found[1])

    def version(self) -> str:
        """As the file says, or by its shape: 2.1 brought the eckid, 2.0 the composite groups and locations."""
        school = self.root.first("school")
        said = self._text(school, "xsdversie", 32) if school else ""
        if said:
            if said not in VERSIONS:
                raise ImportRefused("version", about=said)
            return VERSIONS[said]
        people = [*self._blocks("leerlingen", "leerling"), *self._blocks("leerkrachten", "leerkracht")]
        if any(node.eckid for node in people):
            return "2.1"
        has_more = self.root.first("vestigingen") or any(self._blocks("groepen", "samengestelde_groep"))
        return "2.0" if has_more else "1.03"

    def groups(self) -> Merged:
        seen: set[str] = set()
        found = []
        for node in self._blocks("groepen", *GROUPS):
            key, name = self._key(node, seen), self._text(node, "naam", GROUP_MAX - 10)
            if key and not name:
                self._problem(node, "naam", "missing")
            elif key:
                year = self._text(node, "jaargroep", 2).upper()
                found.append(RawGroup(key, name, year, node.tag == "samengestelde_groep", node.line))
        members = [
            RawPupil(clean(place.key) if (place := node.first("groep")) else "", tuple(_composites(node)))
            for node in self._blocks("leerlingen", "leerling")
        ]
        return merge_groups(found, members)

    def _named(self, node: Node) -> tuple[str, str]:
        """First and last name; with only a call name, that is all. The prefix stands before the last name."""
        last = " ".join(filter(None, (self._text(node, "voorvoegsel", 40), self._text(node, "achternaam", LAST_MAX))))
        given = self._text(node, "voornamen", 200).split()
        first = self._text(node, "roepnaam", FIRST_MAX) or (given or [""])[0] or self._text(node, "voorletters-1", 40)
        if len(last) > LAST_MAX or len(first) > FIRST_MAX:
            self._problem(node, "achternaam", "too_long", str(LAST_MAX))
        if not first and not last:
            self._problem(node, "roepnaam", "missing")
        return first[:FIRST_MAX], last[:LAST_MAX]

    def _day(self, node: Node, tag: str) -> date | None:
        text = self._text(node, tag, 40)
        if not text:
            return None
        found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?", text)
        try:
            day = date.fromisoformat(found[1]) if found else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2100:
            self._problem(node.first(tag) or node, tag, "not_a_day", text)
            return None
        return day

    def _places(self, node: Node, keys: list[str], merged: Merged) -> tuple[str, ...]:
        for key in keys:
            if key not in merged.of:
                self._problem(node, "groep", "no_such_group", key)
        return tuple(dict.fromkeys(merged.of[key] for key in keys if key in merged.of))

    def _eckid(self, node: Node, seen: set[str]) -> str:
        eckid = clean(node.eckid)
        if len(eckid) > KEY_MAX:
            self._problem(node, "eckid", "too_long", str(KEY_MAX))
        elif eckid in seen:
            self._problem(node, "eckid", "twice")
        elif eckid:
            seen.add(eckid)
        return eckid[:KEY_MAX]

    def pupils(self, merged: Merged) -> Iterator[PupilRecord]:
        keys: set[str] = set()
        eckids: set[str] = set()
        for node in self._blocks("leerlingen", "leerling"):
            key, eckid = self._key(node, keys), self._eckid(node, eckids)
            first, last = self._named(node)
            place = node.first("groep")
            yield PupilRecord(
                key=key,
                eckid=eckid,
                first_name=first,
                last_name=last,
                born_on=self._day(node, "geboortedatum"),
                groups=self._places(node, [*([clean(place.key)] if place else []), *_composites(node)], merged),
                comes_on=self._day(node, "instroomdatum"),
                left_on=self._day(node, "uitstroomdatum"),
                line=node.line,
            )

    def staff(self, merged: Merged) -> Iterator[StaffRecord]:
        keys: set[str] = set()
        eckids: set[str] = set()
        for node in self._blocks("leerkrachten", "leerkracht"):
            codes = _codes(node)
            key, eckid = self._key(node, keys), self._eckid(node, eckids)
            places = [place for outer in node.all("groepen") for place in outer.all(*GROUPS)]
            all_codes = codes.union(*(_codes(place) for place in places))
            if all_codes and all_codes <= {HELPS}:
                self.helpers += 1
                continue
            roles = self._roles(node, codes, places, merged)
            by_hand = tuple(code for code in BY_HAND if code in all_codes)
            yield StaffRecord(key, eckid, self._person(node, key), roles, by_hand, node.line)

    def _person(self, node: Node, key: str) -> PersonRecord:
        first, last = self._named(node)
        email = self._text(node, "emailadres", MAIL_MAX)
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self._problem(node.first("emailadres") or node, "emailadres", "not_an_address")
            email = ""
        return PersonRecord(token_of(first, last, email, f"staff:{key}"), first, last, email)

    def _roles(self, node: Node, codes: set[str], places: list[Node], merged: Merged) -> tuple[tuple[str, str], ...]:
        """A role in a group for who teaches or learns to teach there; else a member of staff of the school."""
        found: Counter[tuple[str, str]] = Counter()
        for place in places:
            here = _codes(place) or codes
            name = "trainee" if LEARNS in here else "teacher" if TEACHES in here or not here else ""
            for group in self._places(place, [clean(place.key)], merged) if name else ():
                found[name, group] += 1
        teaches = {group for name, group in found if name == "teacher"}
        roles = sorted((name, group) for name, group in found if name == "teacher" or group not in teaches)
        return tuple(roles) or (("staff", ""),)


def _composites(node: Node) -> list[str]:
    return [clean(place.key) for outer in node.all("samengestelde_groepen") for place in outer.all(GROUPS[1])]


def _codes(node: Node) -> set[str]:
    """The role codes of a person, or of a person in a group; a role in words counts as a code nobody knows."""
    codes = {clean(child.text).upper() for child in node.all("rol")} - {""}
    return codes | ({"?"} if node.all("rolomschrijving") else set())
