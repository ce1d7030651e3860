"""django-guardian's tables with direct keys: a right hangs on a School or SchoolGroup and is held by a role.

Never on a post and never by a person: adding a parent is one row in Membership (docs/adr/0002). guardian finds
these tables by their foreign key; groups/roles.py writes them.
"""

from django.db import models
from django.db.models import Q, QuerySet
from guardian.models import GroupObjectPermissionBase

from accounts.models import User
from groups.models.membership import Membership
from protocol import clock

# What ends with a group's school year; reading and tidying up go on.
WRITING = ("post", "react")


class SchoolObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this school."""

    content_object = models.ForeignKey("groups.School", on_delete=models.CASCADE)


class SchoolGroupObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this group."""

    content_object = models.ForeignKey("groups.SchoolGroup", on_delete=models.CASCADE)


def rights_of(user: User) -> "QuerySet[SchoolGroupObjectPermission]":
    """The rights a person holds in groups today: THE rows that every list, door and map stands on.

    Through the memberships in force; a right to write holds in the group's own school year only.
    """
    today = clock.today()
    in_its_year = Q(content_object__starts_on__lte=today, content_object__ends_on__gte=today)
    return SchoolGroupObjectPermission.objects.filter(
        ~Q(permission__codename__in=WRITING) | in_its_year,
        # A role's key is its auth group's: without the tables between, PostgreSQL plans this in a fifth of the time.
        group__in=Membership.objects.in_force(user).values("role"),
    )
