"""Guardians: who is linked to which pupil, and who comes into which group.

The first file that names a pair makes the link, with its authority (B2); approving the report lets the guardian in
(B3). A later file changes no authority: it proposes, and the head decides. No file opens what was ended or barred,
and no file takes a parent out.
"""

from collections import Counter, defaultdict

from groups.imports.known import Known
from groups.imports.plan import GUARDIANS, LetIn, NewLink, Plan
from groups.imports.records import GuardianRecord, PersonRecord, Problem, Records
from groups.models import Guardianship
from protocol.clauses import clause


@clause("B2", "B3")
def compare_guardians(records: Records, known: Known, plan: Plan) -> list[Problem]:
    """New links, proposals about authority, and guardians who move along with their child."""
    if records.first_year is None:
        _stand_as_they_are(known, plan)
    left = {record.key for record in records.pupils} - set(plan.places)
    rows = [row for row in records.guardians or () if row.pupil_key not in left]
    problems = [
        Problem("guardians", row.line, "leerling_key", "no_such_pupil", row.pupil_key)
        for row in rows
        if row.pupil_key not in plan.places
    ]
    if problems:
        return problems
    people, problems = _people(rows, known, plan)
    named = _compare_links(rows, people, known, plan)
    _move_along(known, plan)
    if records.guardians is not None:
        _say_who_is_missing(named, known, plan)
    return problems


def _stand_as_they_are(known: Known, plan: Plan) -> None:
    """Without a file of the administration every pupil stands where Kring has it."""
    keys = {group.pk: group.key or f"#{group.pk}" for group in known.groups}
    plan.group_ids = {key: pk for pk, key in keys.items()}
    for pupil in known.pupils:
        if pupil.key and pupil.deceased_at is None:
            plan.pupil_ids[pupil.key] = pupil.pk
            plan.pupil_names[pupil.key] = str(pupil)
            plan.places[pupil.key] = tuple(keys[row.school_group_id] for row in known.enrolled.get(pupil.pk, []))


def _people(rows: list[GuardianRecord], known: Known, plan: Plan) -> tuple[dict[str, int | None], list[Problem]]:
    """Token -> account; None for a new one. Two people of the list are never one account."""
    first = {row.person.token: row for row in reversed(rows)}
    by_address = {token: _at_address(row.person, known, plan) for token, row in first.items()}
    claimed = {pk for found in by_address.values() for pk in found}
    by_name: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for link in known.guardianships.get(plan.pupil_ids.get(row.pupil_key, 0), []):
            if link.guardian.sort_name == row.person.sort_name and link.guardian_id not in claimed:
                by_name[row.person.token].add(link.guardian_id)
    found = {token: by_address[token] or by_name[token] for token in first}
    times = Counter(pk for accounts in found.values() for pk in accounts)
    problems = [
        Problem("guardians", first[token].line, "achternaam", "which_person", first[token].person.name)
        for token, accounts in found.items()
        if len(accounts) > 1 or any(times[pk] > 1 for pk in accounts)
    ]
    people = {token: min(accounts, default=None) for token, accounts in found.items()}
    plan.person_ids |= {token: pk for token, pk in people.items() if pk is not None}
    return people, problems


def _at_address(person: PersonRecord, known: Known, plan: Plan) -> set[int]:
    """Who has this name and address, or is on the staff under them."""
    if person.token in plan.person_ids:
        return {plan.person_ids[person.token]}
    return {pk for pk, _ in known.people_at(person.sort_name, person.email)} if person.email else set()


def _compare_links(
    rows: list[GuardianRecord], people: dict[str, int | None], known: Known, plan: Plan
) -> set[tuple[int, int]]:
    """Take every row; answers with the pairs of pupil and guardian the list names."""
    closed = {pk for accounts in known.accounts.values() for pk, is_open in accounts if not is_open}
    named, told = set(), set()
    for row in rows:
        person = people[row.person.token]
        pupil = plan.pupil_ids.get(row.pupil_key)
        links = known.guardianships.get(pupil, []) if pupil is not None else []
        link = next((link for link in links if link.guardian_id == person), None)
        if person in closed or (link and not link.guardian.is_active):
            plan.say(GUARDIANS, "note", row.person.name, "account_closed", plan.pupil_names[row.pupil_key])
        elif link is None:
            _link(row, person, plan)
        else:
            _compare(row, link, known, plan)
            if person not in told:
                _compare_address(row, link, plan)
            told.add(person)
        if pupil is not None and person is not None:
            named.add((pupil, person))
    return named


def _link(row: GuardianRecord, person: int | None, plan: Plan) -> None:
    token = row.person.token
    if person is None:
        plan.new_people.setdefault(token, row.person)
    plan.new_links.append(NewLink(row.pupil_key, token, row.relation, row.has_authority))
    code = "link_new" if row.has_authority else "link_without_authority"
    plan.say(GUARDIANS, "new", row.person.name, code, plan.pupil_names[row.pupil_key])
    if row.has_authority:
        plan.let_in += [LetIn(None, row.pupil_key, token, key) for key in plan.places[row.pupil_key]]


def _compare(row: GuardianRecord, link: Guardianship, known: Known, plan: Plan) -> None:
    name, pupil = row.person.name, plan.pupil_names[row.pupil_key]
    if link.valid_until is not None and link.valid_until < known.today:
        plan.say(GUARDIANS, "note", name, "link_over", pupil)
        return
    is_same = link.has_authority == row.has_authority
    if link.relation != row.relation and (is_same or row.relation != Guardianship.Relation.CARER):
        plan.changed_relations.append((link.pk, row.relation))
        plan.say(GUARDIANS, "changed", name, f"relation_{row.relation}", pupil)
    elif is_same:
        plan.unchanged[GUARDIANS] += 1
    if not is_same:
        _propose(row, link, known, plan)


def _propose(row: GuardianRecord, link: Guardianship, known: Known, plan: Plan) -> None:
    """The file says otherwise of somebody's authority: the head is asked, once. What the head kept, stays kept."""
    name, pupil = row.person.name, plan.pupil_names[row.pupil_key]
    latest = known.proposals.get(link.pk)
    if latest is not None and latest.decided_at is None:
        plan.say(GUARDIANS, "note", name, "authority_waits", pupil)
    elif latest is not None and latest.is_accepted is False and latest.has_authority == row.has_authority:
        plan.say(GUARDIANS, "note", name, "authority_kept", pupil)
    else:
        plan.proposals.append((link.pk, row.has_authority))
        code = "authority_yes" if row.has_authority else "authority_no"
        plan.say(GUARDIANS, "changed", name, code, pupil)


def _compare_address(row: GuardianRecord, link: Guardianship, plan: Plan) -> None:
    """An address comes in where there is none and nobody signed in yet; another one the person changes, not a file."""
    guardian, email = link.guardian, row.person.email
    if not email or guardian.email.lower() == email.lower():
        return
    if guardian.email or guardian.has_usable_password():
        plan.say(GUARDIANS, "note", row.person.name, "other_address")
    else:
        plan.new_addresses.append((guardian.pk, email))
        plan.say(GUARDIANS, "changed", row.person.name, "new_address")


def _move_along(known: Known, plan: Plan) -> None:
    """Who was let in for a child goes along to the child's new group; who was taken out stays out."""
    coming: dict[str, list[str]] = defaultdict(list)
    for key, group, _ in plan.new_places:
        coming[key].append(group)
    for key, pupil in plan.pupil_ids.items():
        own = {row.school_group_id for row in known.enrolled.get(pupil, [])} or known.enrolled_before.get(pupil, set())
        for link in known.guardianships.get(pupil, []):
            if link.valid_until is not None and link.valid_until < known.today:
                continue
            rows = known.memberships.get(link.pk, [])
            if any(stands and group in own for _, group, stands in rows):
                _let_in(link, key, coming[key], "moves_along", plan)
            elif not rows and link.has_authority and link.barred_at is None:
                _let_in(link, key, list(plan.places[key]), "let_in", plan)


def _let_in(link: Guardianship, key: str, places: list[str], code: str, plan: Plan) -> None:
    plan.let_in += [LetIn(link.pk, key, "", place) for place in places]
    if places:
        plan.say(GUARDIANS, "changed", link.guardian.full_name, code, plan.pupil_names[key])


def _say_who_is_missing(named: set[tuple[int, int]], known: Known, plan: Plan) -> None:
    for key, pupil in plan.pupil_ids.items():
        for link in known.guardianships.get(pupil, []):
            is_over = link.valid_until is not None and link.valid_until < known.today
            if not is_over and (pupil, link.guardian_id) not in named:
                plan.say(GUARDIANS, "note", link.guardian.full_name, "link_not_in_list", plan.pupil_names[key])
