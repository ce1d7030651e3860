"""django-guardian's tables with direct keys: a right hangs on a School or SchoolGroup and is held by a role.

Never on a post and never by a person: adding a parent is one row in Membership (docs/adr/0002). guardian finds
these tables by their foreign key; groups/roles.py writes them.
"""

from django.db import models
from django.db.models import Exists, Q, QuerySet
from guardian.models import GroupObjectPermissionBase

from accounts.models import User
from groups.models.membership import Membership
from groups.models.restriction import Restriction
from groups.models.sending_stop import stopped_roles
from protocol import clock
from protocol.clauses import clause

# What ends with a group's school year; reading and tidying up go on.
WRITING = ("post", "react")
# What somebody keeps under a measure, lightest first (F5).
KEPT_UNDER = {
    Restriction.Kind.REACTIONS: ("read_group", "post", "moderate", "manage_members"),
    Restriction.Kind.READ_ONLY: ("read_group",),
    Restriction.Kind.CLOSED: (),
}


class SchoolObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this school."""

    content_object = models.ForeignKey("groups.School", on_delete=models.CASCADE)


class SchoolGroupObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this group."""

    content_object = models.ForeignKey("groups.SchoolGroup", on_delete=models.CASCADE)


@clause("F5")
def _allowed(user: User) -> Q:
    """What no measure takes away from this person today."""
    allowed = Q()
    for kind, kept in KEPT_UNDER.items():
        is_under = Q(Exists(Restriction.objects.standing().filter(person=user.pk, kind=kind)))
        allowed &= Q(permission__codename__in=kept) | ~is_under if kept else ~is_under
    return allowed


def rights_of(user: User) -> "QuerySet[SchoolGroupObjectPermission]":
    """The rights a person holds in groups today: THE rows that every list, door and map stands on.

    Through the memberships in force; a right to write holds in the group's own school year only, and a measure of the
    school, or its stop on all sending, takes away what it says.
    """
    today = clock.today()
    in_its_year = Q(content_object__starts_on__lte=today, content_object__ends_on__gte=today)
    return SchoolGroupObjectPermission.objects.filter(
        ~Q(permission__codename__in=WRITING) | (in_its_year & ~Q(group__in=stopped_roles().values("pk"))),
        _allowed(user),
        # A role's key is its auth group's: without the tables between, PostgreSQL plans this in a fifth of the time.
        group__in=Membership.objects.in_force(user).values("role"),
    )
