"""django-guardian's tables with direct keys: a right hangs on a School or SchoolGroup and is held by a role.

Never on a post and never by a person: adding a parent is one row in Membership (docs/adr/0002). guardian finds
these tables by their foreign key and writes them through ``assign_perm`` (groups/roles.py).
"""

from django.db import models
from guardian.models import GroupObjectPermissionBase


class SchoolObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this school."""

    content_object = models.ForeignKey("groups.School", on_delete=models.CASCADE)


class SchoolGroupObjectPermission(GroupObjectPermissionBase):
    """A role may do this in this group."""

    content_object = models.ForeignKey("groups.SchoolGroup", on_delete=models.CASCADE)
