"""The record: everything about one thing that is removed, as plain values, fit to be read in fifty years (F6)."""

import json
import secrets
from typing import Any

from accounts.models import User
from groups.models import Membership, SchoolGroup
from groups.permissions import hat_in
from groups.roles import READ
from moderation.models import Item, Removal
from moderation.subjects import Subject
from moderation.subjects.base import moment, person
from protocol import clock
from protocol.clauses import CLAUSES, clause

FORMAT = "kring-hard-copy/1"


def canonical(record: dict[str, Any]) -> bytes:
    """The one way in which a record is written: keys in order, UTF-8, a line end at the end."""
    # A lone surrogate, which no UTF-8 can hold, stays the escape that JSON has for it.
    return (json.dumps(record, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


@clause("D12", "F6")
def record_of(subject: Subject, removal: Removal) -> dict[str, Any]:
    """The record of one removal, made while the thing is held.

    ``salt`` keeps anybody from guessing a short text by its hash once the package was destroyed.
    """
    group = subject.school_group
    return {
        "format": FORMAT,
        "salt": secrets.token_hex(32),
        "kind": str(subject.kind),
        "school": {"name": subject.school.name, "place": subject.school.place},
        "group": {"id": group.pk, "name": group.name, "year": group.school_year} if group is not None else None,
        "content": subject.content(),
        "readers": _readers(subject, group),
        "reports": _reports(removal.item) if removal.item is not None else [],
        "removal": _removal(removal),
        "made_at": moment(clock.now()),
        "rows": [list(row) for row in subject.sealed_rows()],
    }


def _readers(subject: Subject, group: SchoolGroup | None) -> list[dict[str, Any]]:
    own = subject.readers()
    if own is not None:
        return own
    return readers_of(group) if group is not None else []


def _removal(removal: Removal) -> dict[str, Any]:
    return {
        "by": person(removal.asked_by) | {"role": _role(removal.asked_by, removal.school_group)},
        "agreed_by": person(removal.agreed_by) if removal.agreed_by is not None else None,
        "at": moment(removal.asked_at),
        "taken_back": removal.is_taken_back,
        "clause": removal.clause,
        "agreement": CLAUSES[removal.clause].text if removal.clause in CLAUSES else "",
        "reason": removal.reason,
    }


def _role(user: User, group: SchoolGroup | None) -> str:
    return hat_in(user, group) if group is not None else ""


def readers_of(group: SchoolGroup) -> list[dict[str, Any]]:
    """Who could read a group's page at this moment. One query."""
    reading = Membership.objects.in_force().filter(
        role__auth_group__schoolgroupobjectpermission__content_object=group,
        role__auth_group__schoolgroupobjectpermission__permission__codename=READ,
    )
    rows = reading.order_by("user__sort_name", "user", "role__name").values_list(
        "user", "user__first_name", "user__last_name", "role__name"
    )
    people: dict[int, dict[str, Any]] = {}
    for pk, first, last, role in rows:
        people.setdefault(pk, {"id": pk, "name": f"{first} {last}".strip(), "roles": []})
        if role not in people[pk]["roles"]:
            people[pk]["roles"].append(role)
    return list(people.values())


def _reports(item: Item) -> list[dict[str, Any]]:
    return [
        {"by": person(one.reporter), "clause": one.clause, "text": one.text, "at": moment(one.at)}
        for one in item.reports.select_related("reporter")
    ]
