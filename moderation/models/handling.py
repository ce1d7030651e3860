"""To whom what happened comes: one rule for what was reported and for cases (F4, F5)."""

from django.db.models import Q, QuerySet

from accounts.models import User
from groups.models import Membership, School, SchoolGroup
from groups.models.role import Role
from groups.roles import DECIDE, MODERATE, PEOPLE
from moderation.models.policy import ModerationPolicy
from protocol.clauses import clause


@clause("F4", "F5", "F7")
def comes_to(user: User) -> Q:
    """Those of the admins of its group, the head and the ICT contact. One about the head comes to who the school named
    alone (the ICT contact when nobody is)."""
    groups = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
    heads = School.objects.with_perm(user, DECIDE).values("pk")
    ict = schools_as_ict(user).values("pk")
    named = ModerationPolicy.objects.naming()
    mine = Q(is_about_head=False) & (Q(school_group__in=groups) | Q(school__in=heads) | Q(school__in=ict))
    for_named = Q(school__in=named.filter(about_head=user).values("school"))
    for_ict = Q(school__in=ict) & ~Q(school__in=named.values("school"))
    return mine | Q(is_about_head=True) & (for_named | for_ict)


@clause("F5")
def schools_as_ict(user: User) -> "QuerySet[School]":
    """The schools of which somebody is the ICT contact today, whom no measure keeps from working."""
    held = Membership.objects.in_force(user).filter(role__name=Role.Name.ICT)
    found: QuerySet[School] = School.objects.with_perm(user, PEOPLE).filter(pk__in=held.values("role__school"))
    return found
