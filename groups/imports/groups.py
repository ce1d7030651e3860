"""Groups: found by their key within the school year, else by their name."""

from groups.imports.known import Known
from groups.imports.plan import GROUPS, Plan
from groups.imports.records import GroupRecord, Problem, Records
from groups.models import SchoolGroup


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
            plan.say(GROUPS, "new", record.name, "group_new")
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
