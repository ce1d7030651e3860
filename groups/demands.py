"""What the roles ask of a person's account: short sessions of who works here; a second step of them and of councils."""

from datetime import timedelta

from django.db.models import Min

from accounts.demands import Demands
from accounts.models import User
from groups.models import Membership, Role
from groups.roles import STAFF
from protocol import clock

NEEDS_SECOND_STEP = STAFF | {Role.Name.COUNCIL_MEMBER}


def demands_of_roles(user: User) -> Demands:
    """By the roles in force today. A second step is asked so many days after the first such role was given.

    Where the first sign-in came later, it counts from there: who stood in the files for months has all the days too.

    Of several roles the very first counts: a role that is given anew each school year begins no new days of grace.
    """
    held = dict(Membership.objects.in_force(user).values_list("role__name", "role__school__second_factor_days"))
    if not NEEDS_SECOND_STEP & held.keys():
        return Demands()
    given = Membership.objects.filter(user=user, role__name__in=NEEDS_SECOND_STEP).aggregate(first=Min("created_at"))
    days = min(days for name, days in held.items() if name in NEEDS_SECOND_STEP)
    begins = max(given["first"], user.first_login_at or given["first"])
    by = clock.at_school(begins).date() + timedelta(days=days)
    return Demands(is_staff=bool(STAFF & held.keys()), second_step_by=by)
