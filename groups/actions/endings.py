"""What a closed account or a death ends at once, and how the head puts it right who tapped the wrong person (B8)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.models import Ending, Enrolment, Guardianship, Membership, Pupil
from protocol import clock
from protocol.clauses import clause


def end_roles(memberships: Iterable[Membership], *, by: User, moment: datetime) -> dict[str, str | None]:
    """End these roles at this moment, as far as they stand; by key the last day that each had before."""
    today, was = clock.today(), {}
    for row in memberships:
        standing = Membership.objects.filter(pk=row.pk, ended_at__isnull=True).exclude(valid_until__lt=today)
        if standing.update(valid_until=max(row.valid_from, today), ended_at=moment, ended_by=by) == 1:
            was[str(row.pk)] = _written(row.valid_until)
    return was


def end_links(user: User) -> dict[str, str | None]:
    """End somebody's links to children as of yesterday; by key the last day that each had before."""
    yesterday, was = clock.today() - timedelta(days=1), {}
    for link in Guardianship.objects.filter(guardian=user).exclude(valid_until__lt=clock.today()):
        was[str(link.pk)] = _written(link.valid_until)
        Guardianship.objects.filter(pk=link.pk).update(valid_until=max(link.valid_from, yesterday))
    return was


def end_enrolments(pupil: Pupil) -> list[dict[str, Any]]:
    """Today is a child's last day in its groups, and a move that waited goes; the rows as they were before."""
    today = clock.today()
    not_over = Enrolment.objects.filter(pupil=pupil).exclude(valid_until__lt=today)
    was = [
        {"group": row.school_group_id, "from": _written(row.valid_from), "until": _written(row.valid_until)}
        for row in not_over.order_by("pk")
    ]
    not_over.filter(valid_from__gt=today).delete()
    not_over.update(valid_until=today)
    return was


@clause("B8")
@transaction.atomic
def give_back(ending: Ending, *, by: User) -> bool:
    """Put an ending right: the account is open again, or the child back in its groups. True when this call did it.

    What this very ending took comes back with the days it had: roles, and after a death the links or the groups.
    Sessions, invitations and requests do not: the person signs in, is invited, or asks again.
    """
    still = Ending.objects.filter(pk=ending.pk, given_back_at__isnull=True)
    if still.update(given_back_at=clock.now()) != 1:
        return False
    if ending.user is not None:
        User.objects.filter(pk=ending.user.pk).update(is_active=True)
    if ending.pupil is not None:
        Pupil.objects.filter(pk=ending.pupil.pk).update(deceased_at=None)
    for key, last in ending.guardianships.items():
        _give_back_link(int(key), last)
    for key, last in ending.memberships.items():
        _give_back_role(int(key), last, ending.made_at)
    for was in ending.enrolments:
        _give_back_enrolment(ending, was)
    was_death = ending.kind == Ending.Kind.DIED
    audit.record("death_taken_back" if was_death else "account_reopened", by=by, on=ending.user or ending.pupil)
    return True


def _give_back_link(pk: int, last: str | None) -> None:
    """Unless a later link of the same two took its place."""
    link = Guardianship.objects.get(pk=pk)
    others = Guardianship.objects.filter(pupil=link.pupil_id, guardian=link.guardian_id).exclude(pk=pk)
    if not others.filter(valid_from__gte=link.valid_from).exists():
        Guardianship.objects.filter(pk=pk).update(valid_until=last)


def _give_back_role(pk: int, last: str | None, moment: datetime) -> None:
    """Unless the same role was given anew in the meantime."""
    row = Membership.objects.get(pk=pk)
    same = Membership.objects.filter(user=row.user_id, role=row.role_id, guardianship=row.guardianship_id)
    if not same.filter(ended_at__isnull=True).exclude(valid_until__lt=row.valid_from).exists():
        left_so = Membership.objects.filter(pk=pk, ended_at=moment)
        left_so.update(valid_until=last, ended_at=None, ended_by=None)


def _give_back_enrolment(ending: Ending, was: dict[str, Any]) -> None:
    place = {"pupil_id": ending.pupil_id, "school_group_id": was["group"], "valid_from": was["from"]}
    if Enrolment.objects.filter(**place).update(valid_until=was["until"]) == 0:
        Enrolment.objects.create(**place, valid_until=was["until"])


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
