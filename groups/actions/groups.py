"""Groups and the roles in them."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups import roles
from groups.models import Membership, School, SchoolGroup
from groups.school_time import days_label, own_week_of
from groups.shared import SHARED
from protocol import clock


@transaction.atomic
def create_group(school: School, **fields: object) -> SchoolGroup:
    """A new group with its roles and their rights."""
    school_group = SchoolGroup.objects.create(school=school, **fields)
    roles.make_roles(school_group)
    return school_group


@transaction.atomic
def create_shared_groups(school: School, starts_on: date, ends_on: date) -> None:
    """The groups that all of a school share, in this school year, as far as they are not there yet."""
    for shared in SHARED:
        what = {"kind": shared.kind, "council": shared.council, "starts_on": starts_on}
        if not school.school_groups.filter(**what).exists():
            words = {"name": str(shared.name), "sign": str(shared.sign)}
            create_group(school, **what, **words, accent=shared.accent, position=shared.position, ends_on=ends_on)


@transaction.atomic
def give_role(
    user: User,
    name: str,
    container: School | SchoolGroup,
    *,
    by: User | None,
    label: str = "",
    working_days: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Give a person a role in the school or a group, from a day (today) until a day (open)."""
    school, school_group = (container, None) if isinstance(container, School) else (container.school, container)
    membership = Membership.objects.create(
        user=user,
        role=roles.role_of(name, school, school_group),
        added_by=by,
        label=label,
        working_days=working_days or (days_label(own_week_of(user)) if name in roles.STAFF else ""),
        valid_from=valid_from or clock.today(),
        valid_until=valid_until,
    )
    audit.record("role_given", by=by, on=user, detail=str(membership.role))
    return membership
