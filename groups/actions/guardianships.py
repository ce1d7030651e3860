"""What the head decides about a guardian and a child: authority, its days, a bar (B2)."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.devices import end_sessions
from accounts.models import User
from groups.models import Guardianship, Membership, Pupil
from protocol import clock
from protocol.clauses import clause

Relation = Guardianship.Relation


class GuardianBarredError(Exception):
    """The guardian is barred from this child: the head lifts the bar first."""


class CarerHasNoAuthorityError(Exception):
    """A carer is somebody without parental authority; with it the relation has another name."""


@clause("B2", "B8")
@transaction.atomic
def bar_guardian(guardianship: Guardianship, *, by: User) -> bool:
    """Shut a guardian out of everything about this child, at once. True when this call did it.

    On the next request nothing is served through this child, and no mail goes out; who has nothing else left is
    signed out everywhere.
    """
    open_links = Guardianship.objects.filter(pk=guardianship.pk, barred_at__isnull=True)
    if open_links.update(barred_at=clock.now()) != 1:
        return False
    audit.record("guardian_barred", by=by, on=guardianship.guardian, detail=str(guardianship.pupil))
    if not Membership.objects.in_force(guardianship.guardian).exists():
        end_sessions(guardianship.guardian, by=by)
    return True


@clause("B2")
@transaction.atomic
def lift_bar(guardianship: Guardianship, *, by: User) -> bool:
    """Take a bar off; what the guardian had before holds again. True when this call did it."""
    barred = Guardianship.objects.filter(pk=guardianship.pk, barred_at__isnull=False)
    is_done = barred.update(barred_at=None) == 1
    if is_done:
        audit.record("bar_lifted", by=by, on=guardianship.guardian, detail=str(guardianship.pupil))
    return is_done


@clause("B2")
@transaction.atomic
def set_authority(
    guardianship: Guardianship,
    *,
    relation: str,
    has_authority: bool,
    by: User,
    authority_from: date | None = None,
    authority_until: date | None = None,
) -> bool:
    """What a guardian is to a child, with or without parental authority, between two days (both included; open
    without). True when this call changed it.

    Raises:
        CarerHasNoAuthorityError: a carer is none who has authority.
    """
    if has_authority and relation == Relation.CARER:
        raise CarerHasNoAuthorityError
    said = {
        "relation": relation,
        "has_authority": has_authority,
        "authority_from": authority_from,
        "authority_until": authority_until,
    }
    row = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if all(getattr(row, name) == value for name, value in said.items()):
        return False
    Guardianship.objects.filter(pk=row.pk).update(**said)
    audit.record("authority_set", by=by, on=row.guardian, detail=f"{'+' if has_authority else '-'} {row.pupil}")
    return True


@clause("B2", "B3")
@transaction.atomic
def settle_link(pupil: Pupil, guardian: User, *, relation: str, has_authority: bool, by: User) -> Guardianship:
    """The link between a guardian and a pupil as the head says it is from today.

    Raises:
        GuardianBarredError: the latest link is barred.
        CarerHasNoAuthorityError: a carer is none who has authority.
    """
    Pupil.objects.select_for_update().get(pk=pupil.pk)  # two at once: the second finds the first one's row
    today = clock.today()
    latest: Guardianship | None = (
        Guardianship.objects.filter(pupil=pupil, guardian=guardian).order_by("valid_from", "pk").last()
    )
    if latest is not None and latest.barred_at is not None:
        raise GuardianBarredError
    if latest is None or (latest.valid_until is not None and latest.valid_until < today):
        latest = Guardianship.objects.create(pupil=pupil, guardian=guardian, relation=relation, valid_from=today)
    set_authority(latest, relation=relation, has_authority=has_authority, by=by)
    latest.refresh_from_db()
    return latest
