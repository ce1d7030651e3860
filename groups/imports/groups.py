"""Groups: found by their key within the school year, else by their name; and which of a file are taken over."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from groups.imports.known import Known
from groups.imports.plan import GROUPS, Plan
from groups.imports.records import GroupRecord, Problem, Records, StaffRecord
from groups.models import SchoolGroup


@dataclass(frozen=True)
class Beside:
    """A group beside the classes that Kring does not have yet, and whether somebody chose it."""

    key: str
    name: str
    is_chosen: bool


def choose_groups(records: Records, known: Known, also: Collection[str], plan: Plan) -> tuple[Records, list[Beside]]:
    """The records with the classes, the groups beside them that Kring has, and those chosen by key or name (``also``).

    The others stay out, with everybody's place in them: who is in a plus group or gets help with reading is not for
    all parents of that group to see, unless the school says so (B8).
    """
    have = {group.key for group in known.groups} | {group.name.casefold() for group in known.groups}
    asked = [
        record for record in records.groups if record.is_beside and not have & {*record.keys, record.name.casefold()}
    ]
    found = [Beside(record.key, record.name, bool({record.key, record.name} & set(also))) for record in asked]
    out = {group.key for group in found if not group.is_chosen}
    sizes = Counter(key for pupil in records.pupils for key in pupil.groups)
    for group in found:
        if not group.is_chosen:
            plan.say(GROUPS, "note", group.name, "group_beside", str(sizes[group.key]))
    return _without(records, out) if out else records, found


def _without(records: Records, out: set[str]) -> Records:
    def roles(record: StaffRecord) -> tuple[tuple[str, str], ...]:
        return tuple((role, key) for role, key in record.roles if key not in out) or (("staff", ""),)

    return replace(
        records,
        groups=tuple(record for record in records.groups if record.key not in out),
        pupils=tuple(
            replace(record, groups=tuple(key for key in record.groups if key not in out)) for record in records.pupils
        ),
        staff=tuple(replace(record, roles=roles(record)) for record in records.staff),
    )


def compare_groups(records: Records, known: Known, plan: Plan) -> list[Problem]:
    """Which groups are new, and which have another name or key by now."""
    by_key = {group.key: group for group in known.groups if group.key}
    matches = {record.key: by_key[key] for record in records.groups for key in reversed(record.keys) if key in by_key}
    by_name = {group.name.casefold(): group for group in known.groups if group not in matches.values()}
    taken: dict[int, GroupRecord] = {}
    for record in records.groups:
        found = matches.get(record.key) or by_name.get(record.name.casefold())
        if found is None:
            plan.new_groups.append(record)
            code = "group_new_of" if record.parts else "group_new"
            plan.say(GROUPS, "new", record.name, code, ", ".join(record.parts))
        else:
            taken[found.pk] = record
            _compare(found, record, plan)
    return _names_that_clash(records, known, taken)


def _compare(found: SchoolGroup, record: GroupRecord, plan: Plan) -> None:
    plan.group_ids[record.key] = found.pk
    if (found.name, found.key) == (record.name, record.key):
        plan.unchanged[GROUPS] += 1
        return
    plan.changed_groups.append((found.pk, record))
    if found.name != record.name:
        plan.say(GROUPS, "changed", found.name, "group_renamed", record.name)
    else:
        plan.say(GROUPS, "changed", found.name, "group_key")


def _names_that_clash(records: Records, known: Known, taken: dict[int, GroupRecord]) -> list[Problem]:
    """A name that a group keeps which the file does not know: two groups of one year cannot share it."""
    kept = known.other_names | {group.name for group in known.groups if group.pk not in taken}
    return [
        Problem("edexml", record.line, "naam", "name_taken", record.name)
        for record in records.groups
        if record.name in kept
    ]
