"""Pupils: found by key, else by eckid, else by name and date of birth; where they stand, and who is gone."""

from collections import Counter, defaultdict
from datetime import date

from accounts.models import sort_key
from groups.imports.known import Known
from groups.imports.plan import GROUPS, MANY, PLACES, PUPILS, Plan
from groups.imports.records import Problem, PupilRecord, Records
from groups.models import Enrolment, Pupil


def compare_pupils(records: Records, known: Known, plan: Plan) -> list[Problem]:
    """Which pupils are new, changed or gone, and which stand in another group."""
    here = [record for record in records.pupils if record.left_on is None or record.left_on >= known.today]
    matches, problems = _match(here, known)
    problems += _clashes(here, matches, known)
    if problems:
        return problems
    names = {record.key: record.name for record in records.groups}
    for record in here:
        found = matches.get(record.key)
        if found is not None and found.deceased_at is not None:
            continue
        plan.places[record.key] = record.groups
        plan.pupil_names[record.key] = record.name
        if found is None:
            plan.new_pupils.append(record)
            code = "pupil_new" if record.groups else "pupil_new_without_group"
            plan.say(PUPILS, "new", record.name, code, _joined(names[key] for key in record.groups))
        else:
            plan.pupil_ids[record.key] = found.pk
            _compare(found, record, plan)
        _compare_places(found, record, known, plan, names)
    _end(known, {pupil.pk for pupil in matches.values()}, plan)
    return []


def _joined(names: object) -> str:
    return ", ".join(sorted(names))  # type: ignore[call-overload]


def _match(records: list[PupilRecord], known: Known) -> tuple[dict[str, Pupil], list[Problem]]:
    """Key in the file -> pupil; a record that could be several pupils, or a pupil that several are, is asked about."""
    by_key = {pupil.key: pupil for pupil in known.pupils if pupil.key}
    matches = {
        record.key: by_key[record.key]
        for record in records
        if record.key in by_key and _is_like(by_key[record.key], record)
    }
    used = {pupil.pk for pupil in matches.values()}
    by_eckid = {pupil.eckid: pupil for pupil in known.pupils if pupil.eckid and pupil.pk not in used}
    for record in records:
        if record.key not in matches and record.eckid in by_eckid:
            matches[record.key] = by_eckid[record.eckid]
    used = {pupil.pk for pupil in matches.values()}
    namesakes: dict[tuple[str, date | None], list[Pupil]] = defaultdict(list)
    for pupil in known.pupils:
        if pupil.pk not in used:
            namesakes[pupil.sort_name, pupil.born_on].append(pupil)
    left = [record for record in records if record.key not in matches and record.born_on]
    times = Counter((record.sort_name, record.born_on) for record in left)
    problems = []
    for record in left:
        found = namesakes.get((record.sort_name, record.born_on), [])
        if len(found) == 1 and times[record.sort_name, record.born_on] == 1:
            matches[record.key] = found[0]
        elif found:
            problems.append(Problem("edexml", record.line, "geboortedatum", "which_pupil", record.name))
    return matches, problems


def _is_like(pupil: Pupil, record: PupilRecord) -> bool:
    """A child gets another name, or its birthday is put right; not all at once. Else the key is another child's by
    now, whose guardians must not come along.
    """
    return (
        sort_key(pupil.first_name) == sort_key(record.first_name)
        or sort_key(pupil.last_name) == sort_key(record.last_name)
        or (pupil.born_on is not None and pupil.born_on == record.born_on)
        or (pupil.eckid != "" and pupil.eckid == record.eckid)
    )


def _clashes(records: list[PupilRecord], matches: dict[str, Pupil], known: Known) -> list[Problem]:
    """An eckid that another pupil keeps: one of the two is wrong."""
    matched = {pupil.pk: record for record in records if (pupil := matches.get(record.key))}
    owner: dict[str, int] = {}
    for pupil in known.pupils:
        record = matched.get(pupil.pk)
        eckid = (record.eckid or pupil.eckid) if record else pupil.eckid
        if eckid and (record is None or not record.eckid):
            owner[eckid] = pupil.pk
    return [
        Problem("edexml", record.line, "eckid", "eckid_taken", record.name)
        for record in records
        if record.eckid in owner
    ]


def _compare(found: Pupil, record: PupilRecord, plan: Plan) -> None:
    eckid, born_on = record.eckid or found.eckid, record.born_on or found.born_on
    if (found.first_name, found.last_name) != (record.first_name, record.last_name):
        plan.say(PUPILS, "changed", str(found), "pupil_renamed", record.name)
    elif found.born_on != born_on:
        plan.say(PUPILS, "changed", str(found), "pupil_birthday")
    elif (found.key, found.eckid) != (record.key, eckid):
        plan.say(PUPILS, "changed", str(found), "pupil_key")
    else:
        plan.unchanged[PUPILS] += 1
        return
    plan.changed_pupils.append((found.pk, record))


def _compare_places(found: Pupil | None, record: PupilRecord, known: Known, plan: Plan, names: dict[str, str]) -> None:
    """The groups a pupil comes into and leaves, and with the child the guardians who were let in."""
    stands = {row.school_group_id: row for row in known.enrolled.get(found.pk, [])} if found else {}
    wanted = {plan.group_ids.get(key): key for key in record.groups if key in plan.group_ids}
    begins_on = max(known.begins_on, min(record.comes_on or date.min, known.ends_on))
    coming = [key for key in record.groups if plan.group_ids.get(key) not in stands]
    stays = [row for pk, row in stands.items() if pk in wanted]
    others = [row for pk, row in stands.items() if pk not in wanted]
    leaving = [row for row in others if not any(_follow(row, other) for other in stays)]
    plan.new_places += [(record.key, key, begins_on) for key in coming]
    plan.unchanged[PLACES] += len(stands) - len(leaving)
    if coming and leaving:
        plan.say(PLACES, "changed", record.name, "pupil_moves", _arrow(leaving, coming, names))
    elif coming and found:
        plan.say(PLACES, "new", record.name, "pupil_comes", _joined(names[key] for key in coming))
    elif leaving:
        plan.say(PLACES, "ended", record.name, "pupil_leaves", _joined(row.school_group.name for row in leaving))
    if found and not record.groups:
        plan.say(PUPILS, "note", record.name, "pupil_without_group")
    _leave(leaving, known, plan)


def _follow(one: Enrolment, other: Enrolment) -> bool:
    """Whether one of these places begins when the other is over: a move that the head planned, and that goes on."""
    first, second = sorted((one, other), key=lambda row: row.valid_from)
    return first.valid_until is not None and first.valid_until < second.valid_from


def _arrow(leaving: list[Enrolment], coming: list[str], names: dict[str, str]) -> str:
    return f"{_joined(row.school_group.name for row in leaving)} → {_joined(names[key] for key in coming)}"


def _leave(leaving: list[Enrolment], known: Known, plan: Plan) -> None:
    """End these places, and what guardians see of those groups through this child."""
    plan.ended_places += [row.pk for row in leaving]
    for row in leaving:
        for link in known.guardianships.get(row.pupil_id, []):
            plan.ended_memberships += [
                pk
                for pk, group, stands in known.memberships.get(link.pk, [])
                if stands and group == row.school_group_id
            ]


def _end(known: Known, matched: set[int], plan: Plan) -> None:
    """Who is not in the file any more: places end, nobody is deleted. Who died is left in peace."""
    pupils = {pupil.pk: pupil for pupil in known.pupils if pupil.deceased_at is None}
    standing = {pk: rows for pk, rows in known.enrolled.items() if pk in pupils}
    gone = {pk: rows for pk, rows in standing.items() if pk not in matched}
    plan.gone_pupils += gone
    for pk, rows in gone.items():
        plan.say(PUPILS, "ended", str(pupils[pk]), "pupil_gone", _joined(row.school_group.name for row in rows))
        _leave(rows, known, plan)
    plan.ends_many = len(gone) > MANY * len(standing)
    left = {row.school_group.name for rows in standing.values() for row in rows} - {
        group.name for group in known.groups if group.pk in plan.group_ids.values()
    }
    for name in sorted(left):
        plan.say(GROUPS, "ended", name, "group_gone")
