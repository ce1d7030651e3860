"""What happens in groups: verbs that say who did it and return what changed."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from groups import roles
from groups.models import Enrolment, Guardianship, Membership, Pupil, Role, School, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@transaction.atomic
def create_group(school: School, **fields: object) -> SchoolGroup:
    """A new group with its roles and their rights."""
    school_group = SchoolGroup.objects.create(school=school, **fields)
    roles.make_roles(school_group)
    return school_group


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
    return Membership.objects.create(
        user=user,
        role=roles.role_of(name, school, school_group),
        added_by=by,
        label=label,
        working_days=working_days,
        valid_from=valid_from or clock.today(),
        valid_until=valid_until,
    )


@clause("B2", "B3")
@transaction.atomic
def add_guardian(
    pupil: Pupil,
    guardian: User,
    school_group: SchoolGroup,
    *,
    by: User | None,
    relation: str = Guardianship.Relation.GUARDIAN,
    has_authority: bool,
    valid_from: date | None = None,
) -> Membership:
    """Let a guardian of a pupil into a group (B3). Without authority nothing becomes visible (B2).

    Raises:
        Enrolment.DoesNotExist: the pupil is not in this group today.
    """
    day = valid_from or clock.today()
    Enrolment.objects.valid_on(max(day, clock.today())).get(pupil=pupil, school_group=school_group)
    guardianship, _ = Guardianship.objects.update_or_create(
        pupil=pupil,
        guardian=guardian,
        valid_until=None,
        defaults={"relation": relation, "has_authority": has_authority},
        create_defaults={"relation": relation, "has_authority": has_authority, "valid_from": day},
    )
    membership, _ = Membership.objects.get_or_create(
        user=guardian,
        role=roles.role_of(Role.Name.PARENT, school_group.school, school_group),
        guardianship=guardianship,
        valid_until=None,
        defaults={"added_by": by, "valid_from": day},
    )
    return membership


@clause("B3")
@transaction.atomic
def remove_guardian(membership: Membership, *, by: User) -> bool:
    """Take a guardian out of a group; the rights end on the next request. True when this call did it.

    The row stays as history; one that began today is ended yesterday, so that it never held.
    """
    yesterday = clock.today() - timedelta(days=1)
    open_rows = Membership.objects.filter(pk=membership.pk, valid_until__isnull=True)
    if membership.valid_from > yesterday:
        return open_rows.update(valid_from=yesterday, valid_until=yesterday) == 1
    return open_rows.update(valid_until=yesterday) == 1
