"""Who reads along in a group: said before one writes, beside every box."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from groups.models import Enrolment, Membership, Role, SchoolGroup
from groups.models.membership import MembershipQuerySet
from groups.roles import READ, STAFF
from protocol import clock

Name = Role.Name


@dataclass(frozen=True)
class Audience:
    """How many people read a group today, how many of them as parents, and how many pupils it has."""

    readers: int
    parents: int
    pupils: int


@dataclass(frozen=True)
class Placing:
    """What is said beside the box for a reaction: how many parents read it, whether one writes as staff, and
    whether one is a teacher of the class."""

    parents: int
    as_staff: bool
    teaches: bool = False


def audience_of(school_group: SchoolGroup) -> Audience:
    """Those who read along today, and the pupils enrolled. Two queries."""
    people = _memberships(school_group).aggregate(
        readers=Count("user", distinct=True),
        parents=Count("user", distinct=True, filter=Q(role__name=Name.PARENT)),
    )
    pupils = Enrolment.objects.valid_on(clock.today()).filter(school_group=school_group).count()
    return Audience(people["readers"], people["parents"], pupils)


def parents_of(school_groups: Iterable[SchoolGroup]) -> int:
    """How many parents have a child in one of these classes today. One query."""
    parents = Membership.objects.in_force().filter(role__name=Name.PARENT, role__school_group__in=list(school_groups))
    return parents.values("user").distinct().count()


def placing_of(school_group: SchoolGroup, user: User) -> Placing:
    """One query. A role in the group itself goes before one elsewhere, as for the hat one writes with (hat_in)."""
    mine, here = Q(user=user), Q(role__school_group=school_group)
    facts = _memberships(school_group).aggregate(
        parents=Count("user", distinct=True, filter=Q(role__name=Name.PARENT)),
        mine_here=Count("pk", distinct=True, filter=mine & here),
        staff_here=Count("pk", distinct=True, filter=mine & here & Q(role__name__in=STAFF)),
        teaches=Count("pk", distinct=True, filter=mine & here & Q(role__name=Name.TEACHER)),
        staff=Count("pk", distinct=True, filter=mine & Q(role__name__in=STAFF)),
    )
    as_staff = facts["staff_here"] or (not facts["mine_here"] and facts["staff"])
    return Placing(facts["parents"], bool(as_staff), bool(facts["teaches"]))


def _memberships(school_group: SchoolGroup) -> MembershipQuerySet:
    """The memberships that let somebody read this group today."""
    return Membership.objects.in_force().filter(
        role__auth_group__schoolgroupobjectpermission__content_object=school_group,
        role__auth_group__schoolgroupobjectpermission__permission__codename=READ,
    )
