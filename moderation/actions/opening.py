"""A hard copy is opened with a reason, and every look into it is written down; some are held for a lawsuit (F6, F7)."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from moderation.models import Case, LegalHold, Opening, Package
from protocol import clock
from protocol.clauses import clause

# So long one reason holds, for the session in which it was given.
OPEN_FOR = timedelta(minutes=30)


@clause("F6", "B8")
@transaction.atomic
def open_package(package: Package, reason: str, *, by: User) -> Opening:
    """Open a hard copy, with a reason that is kept."""
    opening: Opening = Opening.objects.create(package=package, person=by, reason=reason)
    audit.record("package_opened", by=by, on=package, detail=str(package.link.number))
    return opening


def standing_opening(package: Package, pk: object, *, by: User) -> Opening | None:
    """The opening with this key, when it is this person's, of this package, and not too long ago."""
    if not isinstance(pk, int):
        return None
    mine = Opening.objects.filter(pk=pk, package=package, person=by, at__gt=clock.now() - OPEN_FOR)
    found: Opening | None = mine.first()
    return found


@clause("B8", "F6")
def note_view(package: Package, what: str, *, by: User) -> None:
    """Somebody looks at a hard copy, or takes a file of it along."""
    audit.record("package_viewed", by=by, on=package, detail=f"{package.link.number} {what}")


@clause("F6", "F7")
def hold(package: Package, reason: str, *, by: User) -> bool:
    """Keep a package whatever its term says. True when this call did it."""
    try:
        with transaction.atomic():
            LegalHold.objects.create(table=Package._meta.db_table, row_id=package.pk, reason=reason, began_by=by)
            audit.record("hold_begun", by=by, on=package, detail=str(package.link.number))
    except IntegrityError:  # it is under one already
        return False
    return True


@clause("F6", "F7")
@transaction.atomic
def end_hold(package: Package, *, by: User) -> bool:
    """From now on its term counts again. True when this call did it."""
    standing = LegalHold.objects.standing().filter(table=Package._meta.db_table, row_id=package.pk)
    if standing.update(ended_at=clock.now(), ended_by=by) != 1:
        return False
    audit.record("hold_ended", by=by, on=package, detail=str(package.link.number))
    return True


def hold_of(kept: Package | Case) -> LegalHold | None:
    """What keeps it whatever its term says, None when nothing does."""
    standing = LegalHold.objects.standing().filter(table=kept._meta.db_table, row_id=kept.pk)
    found: LegalHold | None = standing.select_related("began_by").first()
    return found
