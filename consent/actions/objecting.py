"""A child says that it wants no photos of itself, or that it changed its mind (D5)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from consent.changes import hold, tell
from consent.models import Objection
from groups.models import Pupil
from protocol import clock
from protocol.clauses import clause


@clause("D5")
@transaction.atomic
def object_to_all(pupil: Pupil, *, by: User) -> bool:
    """A child wants no photos of itself, whatever its parents say: they are gone on the next request. True when this
    call recorded it."""
    hold({pupil.pk})
    is_new = Objection.objects.get_or_create(pupil=pupil, lifted_at=None, defaults={"recorded_by": by})[1]
    if is_new:
        audit.record("objection_made", by=by, on=pupil)
        tell({pupil.pk})
    return is_new


@clause("D5")
@transaction.atomic
def lift_objection(pupil: Pupil, *, by: User) -> bool:
    """A child changed its mind: what its parents answered counts again. Photos come back only by a person's choice.
    True when this call did it."""
    hold({pupil.pk})
    standing = Objection.objects.standing().filter(pupil=pupil)
    is_done = standing.update(lifted_at=clock.now(), lifted_by=by) == 1
    if is_done:
        audit.record("objection_lifted", by=by, on=pupil)
        tell({pupil.pk})
    return is_done
