"""What happens in groups: verbs that say who did it and return what changed."""

from groups.actions.groups import create_group, give_role
from groups.actions.guardians import (
    GuardianshipDiffersError,
    NewPerson,
    add_guardian,
    invite_guardian,
    link_guardian,
    make_account,
    people_known_as,
    remove_guardian,
)

__all__ = [
    "GuardianshipDiffersError",
    "NewPerson",
    "add_guardian",
    "create_group",
    "give_role",
    "invite_guardian",
    "link_guardian",
    "make_account",
    "people_known_as",
    "remove_guardian",
]
