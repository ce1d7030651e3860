"""What a person may do, straight from the rows of rights: what the pages show is held against it."""

from collections import defaultdict

from accounts.models import User
from groups.models import rights_of


def perm_map(user: User) -> dict[int, frozenset[str]]:
    """All rights of a person today, group by group, in one query: ``{group id: {"read_group", "react"}}``."""
    held = rights_of(user).values_list("content_object_id", "permission__codename").distinct()
    rights: dict[int, set[str]] = defaultdict(set)
    for group_id, codename in held:
        rights[group_id].add(codename)
    return {group_id: frozenset(codenames) for group_id, codenames in rights.items()}
