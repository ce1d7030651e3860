"""Staff: found by the person's own eckid, else by the administration's key, else by name and address, else by name
among the staff we have. A key that somebody else has by now finds nobody: rights never come to another by a number.

A file gives a teacher, a trainee or a member of staff, never the head's, the ICT contact's or the care coordinator's
role, and it ends only what such a file can give: not what holds until a day or has words of the school's own.
"""

from collections import defaultdict

from accounts.models import User, sort_key
from groups.imports.known import Known
from groups.imports.plan import STAFF, Plan
from groups.imports.records import PersonRecord, Problem, Records, StaffRecord
from groups.models import Membership, Role, StaffKey
from protocol.clauses import clause

SCHOOL_ROLES = {"head", "ict", "care", "staff"}


@clause("A2")
def compare_staff(records: Records, known: Known, plan: Plan) -> list[Problem]:
    """Who is new among the staff, and whose roles begin or end."""
    rows, passed_on = _rows_of(records, known)
    roles: dict[int, list[Membership]] = defaultdict(list)
    for membership in known.staff:
        roles[membership.user_id].append(membership)
    names = {record.key: record.name for record in records.groups}
    closed = {row.user_id for row in known.staff_keys if not row.user.is_active}
    closed |= {pk for rows in known.accounts.values() for pk, is_open in rows if not is_open}
    used: set[int | str] = set()
    problems = []
    for record in records.staff:
        row = rows.get(record.key)
        person, problem = (row.user_id, None) if row else _account(record, known, roles, passed_on)
        names_of = {record.person.token} | ({person} if person is not None else set())
        if used & names_of:
            problem = Problem("edexml", record.line, "leerkracht", "same_person", record.person.name)
        if problem:
            problems.append(problem)
            continue
        used |= names_of
        if person in closed:
            plan.say(STAFF, "note", record.person.name, "account_closed")
        elif person is None:
            _welcome(record, plan, names)
        else:
            _take(record, row, person, plan)
            _compare_roles(record, roles[person], plan, names)
    for row in known.staff_keys:
        if row.user_id not in used:
            _end(row, roles[row.user_id], plan)
    return problems


def _rows_of(records: Records, known: Known) -> tuple[dict[str, StaffKey], set[str]]:
    """Key in the file -> whom we know by it, and the keys that are somebody else's from now on."""
    keys = {row.key: row for row in known.staff_keys}
    eckids = {row.eckid: row for row in known.staff_keys if row.eckid}
    found, passed_on = {}, set()
    for record in records.staff:
        by_key = keys.get(record.key)
        row = eckids.get(record.eckid) or (by_key if by_key and _is_like(by_key.user, record.person) else None)
        if row is not None:
            found[record.key] = row
        if by_key is not None and row is not by_key:
            passed_on.add(record.key)
    return found, passed_on


def _is_like(user: User, person: PersonRecord) -> bool:
    """People get another first or last name, or another address; not all three at once."""
    return (
        sort_key(user.first_name) == sort_key(person.first_name)
        or sort_key(user.last_name) == sort_key(person.last_name)
        or (bool(user.email) and user.email.lower() == person.email.lower())
    )


def _account(
    record: StaffRecord, known: Known, roles: dict[int, list[Membership]], passed_on: set[str]
) -> tuple[int | None, Problem | None]:
    """The account of somebody without a known key; None for a new one."""
    person = record.person
    found = [pk for pk, _ in known.people_at(person.sort_name, person.email)]
    if not found:
        found = [pk for pk, rows in roles.items() if _is_namesake(rows[0].user, record, known, passed_on)]
    if len(found) > 1:
        return None, Problem("edexml", record.line, "leerkracht", "which_person", person.name)
    return (found[0] if found else None), None


def _is_namesake(user: User, record: StaffRecord, known: Known, passed_on: set[str]) -> bool:
    """Somebody of this name among the staff, without a key of the administration, and no other address."""
    addresses = {user.email.lower(), record.person.email.lower()} - {""}
    has_key = any(row.user_id == user.pk and row.key not in passed_on for row in known.staff_keys)
    return user.sort_name == record.person.sort_name and not has_key and len(addresses) < 2


def _by_hand(record: StaffRecord, plan: Plan) -> None:
    for code in record.by_hand:
        plan.say(STAFF, "note", record.person.name, "role_by_hand", code)


def _welcome(record: StaffRecord, plan: Plan, names: dict[str, str]) -> None:
    """Somebody new, with all roles of the file."""
    token = record.person.token
    plan.new_people[token] = record.person
    plan.staff_keys.append((record, None))
    for number, (role, key) in enumerate(record.roles):
        plan.new_roles.append((token, role, key))
        plan.say(STAFF, "note" if number else "new", record.person.name, f"role_{role}", names.get(key, ""))
    _by_hand(record, plan)


def _take(record: StaffRecord, row: StaffKey | None, person: int, plan: Plan) -> None:
    """Somebody we know; under another key of the administration, perhaps."""
    plan.person_ids[record.person.token] = person
    if row is None or (row.key, row.eckid) != (record.key, record.eckid or row.eckid):
        plan.staff_keys.append((record, row.pk if row else None))
        plan.say(STAFF, "changed", record.person.name, "staff_key")
    if row is not None and row.user.sort_name != record.person.sort_name:
        plan.say(STAFF, "note", record.person.name, "other_name", row.user.full_name)
    _by_hand(record, plan)


def _compare_roles(record: StaffRecord, has: list[Membership], plan: Plan, names: dict[str, str]) -> None:
    """Roles that begin and end. Who has a role in the school already, needs no role of staff beside it."""
    name = record.person.name
    wanted = {(role, plan.group_ids.get(key, key)): (role, key) for role, key in record.roles}
    held = {_place(row) for row in has}
    if any(row.role.name in SCHOOL_ROLES for row in has):
        wanted.pop(("staff", ""), None)
    coming = [wanted[place] for place in wanted if place not in held]
    for role, key in coming:
        plan.new_roles.append((record.person.token, role, key))
        plan.say(STAFF, "changed", name, f"role_{role}", names.get(key, ""))
    going = [row for row in has if _is_of_files(row) and _place(row) not in wanted and row.role.name != "staff"]
    for row in going:
        _end_role(row, name, plan)
    plan.unchanged[STAFF] += not (coming or going)


def _place(row: Membership) -> tuple[str, int | str]:
    return row.role.name, row.role.school_group_id or ""


def _is_of_files(row: Membership) -> bool:
    """Whether a file may end this role: a substitute until a day, and roles in the school's own words, it may not."""
    by_file = {Role.Name.TEACHER, Role.Name.TRAINEE, Role.Name.STAFF}
    return row.role.name in by_file and row.valid_until is None and not row.label


def _end_role(row: Membership, name: str, plan: Plan) -> None:
    plan.ended_memberships.append(row.pk)
    group = row.role.school_group
    plan.say(STAFF, "ended", name, f"role_{row.role.name}", group.name if group else "")


def _end(row: StaffKey, roles: list[Membership], plan: Plan) -> None:
    for membership in roles:
        if _is_of_files(membership):
            _end_role(membership, row.user.full_name, plan)
