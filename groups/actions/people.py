"""People's roles between two days, and the end of an account (B3, B8)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.devices import end_sessions
from accounts.models import User
from groups.actions.groups import give_role
from groups.models import Guardianship, Invitation, JoinRequest, Membership, Role, School, SchoolGroup
from protocol import clock
from protocol.clauses import clause

# The roles that somebody must always have: without, nobody lets in, and nobody decides.
NEVER_EMPTY = (Role.Name.TEACHER, Role.Name.HEAD)


class RoleHeldError(Exception):
    """The person has this role already on one of these days."""


class NoSuccessorError(Exception):
    """Nobody else has this role today: somebody must be named first."""

    def __init__(self, role: Role) -> None:
        super().__init__(str(role))
        self.role = role


class OwnAccountError(Exception):
    """Nobody closes the own account: another head does."""


@transaction.atomic
def appoint(
    user: User,
    name: str,
    container: School | SchoolGroup,
    *,
    by: User,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Give a person a role from a day (today) until a day (open), both included: a substitute's ends by itself.

    Raises:
        RoleHeldError: the person has this role already on one of these days.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two at once: the second finds the first one's row
    first = valid_from or clock.today()
    school, school_group = (container, None) if isinstance(container, School) else (container.school, container)
    held = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=first),
        user=user, role__name=name, role__school=school, role__school_group=school_group, ended_at__isnull=True,
    )  # fmt: skip
    if (held if valid_until is None else held.filter(valid_from__lte=valid_until)).exists():
        raise RoleHeldError
    return give_role(user, name, container, by=by, valid_from=first, valid_until=valid_until)


@clause("B3")
@transaction.atomic
def end_role(membership: Membership, *, by: User) -> bool:
    """End a role at once; the rights end on the next request. True when this call did it.

    Raises:
        NoSuccessorError: a group would be left without a teacher, or the school without a head.
    """
    _leave_no_gap([membership])
    is_done = Membership.objects.filter(pk=membership.pk).end_at_once(by=by) == 1
    if is_done:
        audit.record("role_ended", by=by, on=membership.user, detail=str(membership.role))
    return is_done


@clause("B8")
@transaction.atomic
def close_account(user: User, *, by: User) -> bool:
    """Close an account for good: signed out everywhere, all roles ended, no mail any more. True when this call did it.

    Nothing is deleted: what the person wrote stays under the person's name.

    Raises:
        OwnAccountError: nobody closes the own account.
        NoSuccessorError: a group would be left without a teacher, or the school without a head.
    """
    if user.pk == by.pk:
        raise OwnAccountError
    _leave_no_gap(Membership.objects.in_force(user))
    is_done = _close(user, by=by)
    if is_done:
        audit.record("account_closed", by=by, on=user)
    return is_done


@transaction.atomic
def record_person_death(user: User, *, by: User) -> bool:
    """Somebody died: out of every list and mail from this moment, and nothing is announced. True when this call did it.

    A group may be left without a teacher by it; the school never without a head, for one of them says it.

    Raises:
        OwnAccountError: nobody says this of oneself.
    """
    if user.pk == by.pk:
        raise OwnAccountError
    is_done = _close(user, by=by)
    if is_done:
        yesterday = clock.today() - timedelta(days=1)
        links = Guardianship.objects.filter(guardian=user).exclude(valid_until__lt=clock.today())
        for link in links:
            Guardianship.objects.filter(pk=link.pk).update(valid_until=max(link.valid_from, yesterday))
        audit.record("death_recorded", by=by, on=user)
    return is_done


def _close(user: User, *, by: User) -> bool:
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False) != 1:
        return False
    Membership.objects.filter(user=user).end_at_once(by=by)
    now = clock.now()
    waiting = JoinRequest.objects.filter(asker=user, decided_at__isnull=True)
    waiting.update(state=JoinRequest.State.TAKEN_BACK, decided_at=now, decided_by=by)
    Invitation.objects.open().filter(user=user).update(revoked_at=now)
    end_sessions(user, by=by)
    return True


@clause("B3")
def _leave_no_gap(memberships: Iterable[Membership]) -> None:
    """Whether somebody else has each of these roles; locked, so that of two who leave at once one stays."""
    held = {membership.role_id: membership.user_id for membership in memberships}
    roles = Role.objects.select_for_update(of=("self",)).filter(
        Q(school_group__isnull=True) | Q(school_group__ends_on__gte=clock.today()), pk__in=held, name__in=NEVER_EMPTY
    )
    for role in roles.order_by("pk"):
        in_force = Membership.objects.in_force().filter(role=role)
        if in_force.filter(user=held[role.pk]).exists() and not in_force.exclude(user=held[role.pk]).exists():
            raise NoSuccessorError(role)
