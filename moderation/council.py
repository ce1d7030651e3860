"""The members of the MR, who agree or not when the head wants to take away what the MR placed (D12)."""

from django.db.models import QuerySet

from accounts.models import User
from groups.models import Membership, SchoolGroup
from groups.models.role import Role
from protocol.clauses import clause


@clause("D12")
def members_to_ask(group: SchoolGroup, *, author: User, by: User) -> QuerySet[User]:
    """The members of this council today, without who wrote it and who wants it gone."""
    members = Membership.objects.in_force().filter(role__name=Role.Name.COUNCIL_MEMBER, role__school_group=group)
    found: QuerySet[User] = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return found.exclude(pk__in=[author.pk, by.pk]).order_by("pk")
