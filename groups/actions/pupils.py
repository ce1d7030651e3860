"""What changes in a child's life at school: another group, a protected address, a death."""

from datetime import date, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups import roles
from groups.actions.endings import end_enrolments, end_roles
from groups.models import Ending, Enrolment, Membership, Pupil, Role, SchoolGroup
from protocol import clock
from protocol.clauses import clause


class CannotMoveError(Exception):
    """The day or the group does not fit: the child is there already, or the group's school year does not hold it."""


@clause("B8")
@transaction.atomic
def set_protected_address(pupil: Pupil, is_protected: bool, *, by: User) -> bool:
    """Hide a family from other parents, or show it again. True when this call changed it."""
    rows = Pupil.objects.filter(pk=pupil.pk, has_protected_address=not is_protected)
    is_done = rows.update(has_protected_address=is_protected) == 1
    if is_done:
        audit.record("address_protected" if is_protected else "address_opened", by=by, on=pupil)
    return is_done


@clause("B3", "B4")
@transaction.atomic
def move_pupil(pupil: Pupil, to: SchoolGroup, *, by: User, day: date | None = None) -> Enrolment:
    """Let a child go to another class from a day on (today); the guardians who were let in go along.

    The old class closes for them on that day, unless another child of theirs is in it.

    Raises:
        CannotMoveError: the day is over or outside the group's school year, or the child is in the group already.
    """
    first = day or clock.today()
    Pupil.objects.select_for_update().get(pk=pupil.pk)  # two at once: the second finds the first one's row
    today_or_later = clock.today() <= first and to.starts_on <= first <= to.ends_on
    in_classes = Enrolment.objects.filter(pupil=pupil, school_group__kind__in=roles.CLASSES)
    not_over = in_classes.filter(school_group__starts_on=to.starts_on).exclude(valid_until__lt=first)
    old = list(not_over.select_related("school_group"))
    if not today_or_later or to.kind not in roles.CLASSES or any(row.school_group_id == to.pk for row in old):
        raise CannotMoveError
    for row in old:
        _end_on(row, first - timedelta(days=1))
        _move_guardians(pupil, row.school_group, to, first, by=by)
    audit.record("pupil_moved", by=by, on=pupil, detail=str(to))
    return Enrolment.objects.create(pupil=pupil, school_group=to, valid_from=first)


def _end_on(row: Enrolment, last: date) -> None:
    """A row that only began on that day or later never held: it goes, or it would end before it begins."""
    if row.valid_from > last:
        row.delete()
    else:
        Enrolment.objects.filter(pk=row.pk).update(valid_until=last)


def _move_guardians(pupil: Pupil, old: SchoolGroup, to: SchoolGroup, first: date, *, by: User) -> None:
    role = roles.role_of(Role.Name.PARENT, to.school, to)
    let_in = Membership.objects.filter(
        role__school_group=old, role__name=Role.Name.PARENT, guardianship__pupil=pupil, ended_at__isnull=True
    ).exclude(valid_until__lt=first)
    for row in let_in.order_by("pk"):
        Membership.objects.get_or_create(
            user_id=row.user_id,
            role=role,
            guardianship_id=row.guardianship_id,
            valid_until=row.valid_until,
            ended_at=None,
            defaults={"added_by": by, "valid_from": first},
        )
    let_in.filter(valid_from__gte=first).end_at_once(by=by)  # let in today: periods count in days
    let_in.filter(valid_from__lt=first).update(valid_until=first - timedelta(days=1))


@transaction.atomic
def record_pupil_death(pupil: Pupil, *, by: User, parents_leave: bool = False) -> bool:
    """A child died: from this moment no list, count, reminder or mail names it, and nothing is announced. True when
    this call did it.

    The parents keep reading along until they want otherwise; with ``parents_leave`` it ends now.
    """
    now = clock.now()
    if Pupil.objects.filter(pk=pupil.pk, deceased_at__isnull=True).update(deceased_at=now) != 1:
        return False
    enrolments, memberships = end_enrolments(pupil), {}
    if parents_leave:
        through = Membership.objects.filter(guardianship__pupil=pupil, ended_at__isnull=True)
        memberships = end_roles(through, by=by, moment=now)
    Ending.objects.create(
        pupil=pupil, kind=Ending.Kind.DIED, enrolments=enrolments, memberships=memberships, made_at=now, made_by=by
    )
    audit.record("death_recorded", by=by, on=pupil)
    return True
