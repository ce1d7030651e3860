"""People's roles between two days, and the end of an account (B3, B8)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.devices import end_sessions
from accounts.models import User
from groups.actions.endings import end_links, end_roles
from groups.actions.groups import give_role
from groups.models import Ending, Invitation, JoinRequest, Membership, Role, School, SchoolGroup
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


class LastDayMissingError(Exception):
    """Writing for the whole school is given until a day (D9)."""


class OwnAccountError(Exception):
    """Nobody closes the own account: another head does."""


@clause("D9")
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
        LastDayMissingError: who writes for the whole school does so until a day.
    """
    if name == Role.Name.EDITOR and valid_until is None:
        raise LastDayMissingError
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
    """Close an account: signed out everywhere, all roles ended, no mail any more. True when this call did it.

    Nothing is deleted: what the person wrote stays under the person's name. ``give_back`` puts a mistake right.

    Raises:
        OwnAccountError: nobody closes the own account.
        NoSuccessorError: a group would be left without a teacher, or the school without a head.
    """
    if user.pk == by.pk:
        raise OwnAccountError
    _leave_no_gap(Membership.objects.in_force(user))
    ending = _close(user, Ending.Kind.CLOSED, by=by)
    if ending is not None:
        audit.record("account_closed", by=by, on=user)
    return ending is not None


@transaction.atomic
def record_person_death(user: User, *, by: User) -> bool:
    """Somebody died: out of every list and mail from this moment, and nothing is announced. True when this call did it.

    A group may be left without a teacher by it; the school never without a head, for one of them says it.

    Raises:
        OwnAccountError: nobody says this of oneself.
    """
    if user.pk == by.pk:
        raise OwnAccountError
    ending = _close(user, Ending.Kind.DIED, by=by)
    if ending is not None:
        Ending.objects.filter(pk=ending.pk).update(guardianships=end_links(user))
        audit.record("death_recorded", by=by, on=user)
    return ending is not None


def _close(user: User, kind: str, *, by: User) -> Ending | None:
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False) != 1:
        return None
    now = clock.now()
    roles = end_roles(Membership.objects.filter(user=user, ended_at__isnull=True), by=by, moment=now)
    waiting = JoinRequest.objects.filter(asker=user, decided_at__isnull=True)
    waiting.update(state=JoinRequest.State.TAKEN_BACK, decided_at=now, decided_by=by)
    Invitation.objects.open().filter(user=user).update(revoked_at=now)
    end_sessions(user, by=by)
    return Ending.objects.create(user=user, kind=kind, memberships=roles, made_at=now, made_by=by)


@clause("B3")
def _leave_no_gap(memberships: Iterable[Membership]) -> None:
    """Whether somebody else has each of these roles for as long; locked, so that of two who leave at once one stays.

    A substitute until Friday succeeds nobody who would have stayed: on Saturday nobody could name the next one.
    """
    held = {membership.role_id: membership.user_id for membership in memberships}
    roles = Role.objects.select_for_update(of=("self",)).filter(
        Q(school_group__isnull=True) | Q(school_group__ends_on__gte=clock.today()), pk__in=held, name__in=NEVER_EMPTY
    )
    for role in roles.order_by("pk"):
        in_force = Membership.objects.in_force().filter(role=role)
        own = list(in_force.filter(user=held[role.pk]).values_list("valid_until", flat=True))
        if own and not in_force.exclude(user=held[role.pk]).filter(_lasts(role, own)).exists():
            raise NoSuccessorError(role)


def _lasts(role: Role, own: list[date | None]) -> Q:
    """As long as who leaves would have stayed; in a group no longer than its school year."""
    ends = [role.school_group.ends_on] if role.school_group else []
    if None not in own:
        ends.append(max(day for day in own if day))
    is_open = Q(valid_until__isnull=True)
    return is_open | Q(valid_until__gte=min(ends)) if ends else is_open
