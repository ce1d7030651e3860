"""Which groups of the file are one class: administrations split a composite class by year group."""

import re
from collections import defaultdict
from dataclasses import dataclass

from groups.imports.records import GroupRecord


@dataclass(frozen=True)
class RawGroup:
    """A ``groep`` or ``samengestelde_groep`` as it stands in the file."""

    key: str
    name: str
    year: str
    is_composite: bool
    line: int


@dataclass(frozen=True)
class RawPupil:
    """In which groups a pupil is, by the keys in the file."""

    group: str
    composites: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """The classes, and for each key of the file the key of its class."""

    records: tuple[GroupRecord, ...]
    of: dict[str, str]


def merge_groups(groups: list[RawGroup], pupils: list[RawPupil]) -> Merged:
    """Groups of one name are one class; so are the year groups that lie wholly within one composite group.

    ``groep`` is a pupil's class (stamgroep), one at most; ``samengestelde_groep`` is what a pupil is in besides. So a
    composite group that cuts through classes is a group beside them, unless it is the only place of some pupil.
    """
    one_of: dict[str, str] = {group.key: said(group.name).casefold() for group in groups}
    for composite, parts in _whole_classes(groups, pupils).items():
        names = {one_of[part] for part in parts}
        for key, name in one_of.items():
            if name in names:
                one_of[key] = one_of[composite]
    clusters: dict[str, list[RawGroup]] = defaultdict(list)
    for group in groups:
        clusters[one_of[group.key]].append(group)
    only_places = {key for pupil in pupils if not pupil.group for key in pupil.composites}
    records = tuple(_record(cluster, only_places) for cluster in clusters.values())
    return Merged(records, {key: record.key for record in records for key in record.keys})


def _whole_classes(groups: list[RawGroup], pupils: list[RawPupil]) -> dict[str, set[str]]:
    """Composite group -> the groups of different years that lie wholly within it and in no other such one."""
    year_of = {group.key: group.year for group in groups if not group.is_composite}
    composites = {group.key for group in groups if group.is_composite}
    size: dict[str, int] = defaultdict(int)
    share: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pupil in pupils:
        size[pupil.group] += 1
        for composite in set(pupil.composites) & composites:
            share[composite][pupil.group] += 1
    found: dict[str, set[str]] = {}
    for composite, shares in share.items():
        is_whole = all(key in year_of and size[key] == number for key, number in shares.items())
        if is_whole and len({year_of[key] for key in shares}) == len(shares) > 1:
            found[composite] = set(shares)
    times: dict[str, int] = defaultdict(int)
    for parts in found.values():
        for part in parts:
            times[part] += 1
    return {composite: parts for composite, parts in found.items() if all(times[part] == 1 for part in parts)}


def _record(cluster: list[RawGroup], only_places: set[str]) -> GroupRecord:
    composites = sorted((group for group in cluster if group.is_composite), key=lambda group: group.key)
    leading = composites[0] if composites else min(cluster, key=lambda group: group.key)
    name = said(leading.name)
    return GroupRecord(
        key=leading.key,
        keys=tuple(sorted(group.key for group in cluster)),
        name=name,
        years=tuple(sorted({group.year for group in cluster if group.year})),
        is_composite=len(cluster) > 1 or bool(composites),
        line=leading.line,
        parts=tuple(sorted({said(group.name) for group in cluster if said(group.name).casefold() != name.casefold()})),
        is_beside=all(group.is_composite and group.key not in only_places for group in cluster),
    )


def said(name: str) -> str:
    """A group's name as people say it: "5A" is "Groep 5A"."""
    return f"Groep {name}" if re.fullmatch(r"[1-8](/[1-8])*[A-Za-z]?", name) else name


def sign_of(record: GroupRecord) -> str:
    """What stands in the round sign, at most three characters: "5A", "1/2", "BE"."""
    short = re.sub(r"^groep\s+", "", record.name, flags=re.IGNORECASE)
    if len(short) <= 3:
        return short
    years = "/".join(year for year in record.years if year.isdigit() and year != "0")
    return years if 0 < len(years) <= 3 else short[:2].upper()


def accent_of(record: GroupRecord) -> str:
    """The accent colour of the lowest year group."""
    year = next((year for year in record.years if year in "12345678"), "")
    return "12" if year in ("1", "2") else year or "school"
