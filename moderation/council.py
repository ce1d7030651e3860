"""The members of the MR, who agree or not when the head wants to take away what the MR placed (D12)."""

from django.db.models import Q, QuerySet

from accounts.models import User
from groups.models import Membership, Restriction, SchoolGroup
from groups.models.role import Role
from protocol.clauses import clause


@clause("D12")
def members_to_ask(group: SchoolGroup, *, author: User, by: User) -> QuerySet[User]:
    """The members of this council today, without who wrote it and who wants it gone, and without whom a measure keeps
    from the work: the head would wait for an answer that cannot come."""
    members = Membership.objects.in_force().filter(role__name=Role.Name.COUNCIL_MEMBER, role__school_group=group)
    found: QuerySet[User] = User.objects.filter(pk__in=members.values("user"), is_active=True)
    kept_away = Restriction.objects.keeping_from_work().values("person")
    return found.exclude(Q(pk__in=[author.pk, by.pk]) | Q(pk__in=kept_away)).order_by("pk")
