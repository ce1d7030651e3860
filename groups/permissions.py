"""The doors of groups: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from collections import defaultdict
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import Membership, Role, School, SchoolGroup, rights_of
from protocol.clauses import clause

PermMap = dict[int, frozenset[str]]


@clause("B4", "B8")
def get_group_or_404(user: User, pk: int, codename: str) -> SchoolGroup:
    """The group in which this person has this right today.

    Raises:
        Http404: no such group, or no such right: the stranger cannot tell which.
    """
    groups = SchoolGroup.objects.with_perm(user, codename).select_related("school")
    return get_object_or_404(groups, pk=pk)


@clause("B8")
def get_school_or_404(user: User, codename: str) -> School:
    """The school in which this person has this right today; there is one school per installation.

    Raises:
        Http404: no such right.
    """
    school = School.objects.with_perm(user, codename).first()
    if school is None:
        raise Http404
    return school


@clause("B3")
def get_guardian_or_404(school_group: SchoolGroup, pk: int) -> Membership:
    """The membership of a guardian in this very group, as it stands today.

    The group comes through its own door; a membership of another group is not found here.

    Raises:
        Http404: no such membership, of another group, or ended already.
    """
    guardians = Membership.objects.let_in().filter(role__school_group=school_group, role__name=Role.Name.PARENT)
    found: Membership = get_object_or_404(guardians.select_related("user", "guardianship__pupil"), pk=pk)
    return found


@clause("B8", "D13")
def get_portrait_or_404(user: User, key: UUID) -> User:
    """The person whose portrait has this key, for who has a membership in force at the same school.

    Raises:
        Http404: no such portrait, or nothing to do with that school.
    """
    schools = Membership.objects.in_force(user).values("role__school")
    people = User.objects.exclude(portrait="").filter(memberships__role__school__in=schools).distinct()
    return get_object_or_404(people, portrait_key=key)


def perm_map(user: User) -> PermMap:
    """All rights of a person today, group by group, in one query: ``{group id: {"read_group", "react"}}``."""
    held = rights_of(user).values_list("content_object_id", "permission__codename").distinct()
    rights: dict[int, set[str]] = defaultdict(set)
    for group_id, codename in held:
        rights[group_id].add(codename)
    return {group_id: frozenset(codenames) for group_id, codenames in rights.items()}


# Which hat a person wears in a group when several fit: the nearest role first.
_NEAREST = ["teacher", "trainee", "member", "head", "care", "ict", "staff", "parent"]


@clause("B6", "E6")
def hat_in(user: User, school_group: SchoolGroup) -> str:
    """As what a person writes in a group: a role's name ("teacher"), or the words the school gave it ("conciërge").

    A role in the group itself goes before one in the school or in another class: a teacher who is a parent in this
    group writes here as a parent. Empty for who has no role there.
    """
    memberships = Membership.objects.in_force(user).filter(
        role__auth_group__schoolgroupobjectpermission__content_object=school_group
    )
    hats = sorted(
        memberships.values_list("role__school_group_id", "role__name", "label").distinct(),
        key=lambda hat: (hat[0] != school_group.pk, _NEAREST.index(hat[1])),
    )
    return (hats[0][2] or hats[0][1]) if hats else ""
