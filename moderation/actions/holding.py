"""What must be kept for a lawsuit or an inquiry, whatever its term says: a hard copy, a case (F6, F7)."""

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from moderation.models import Case, LegalHold, Package
from protocol import clock
from protocol.clauses import clause

Kept = Package | Case


def hold_of(kept: Kept) -> LegalHold | None:
    """What keeps it whatever its term says, None when nothing does."""
    standing = LegalHold.objects.standing().filter(table=kept._meta.db_table, row_id=kept.pk)
    found: LegalHold | None = standing.select_related("began_by").first()
    return found


@clause("F6", "F7")
def hold(kept: Kept, reason: str, *, by: User) -> bool:
    """Keep it whatever its term says. True when this call did it."""
    try:
        with transaction.atomic():
            LegalHold.objects.create(table=kept._meta.db_table, row_id=kept.pk, reason=reason, began_by=by)
            audit.record(
                "hold_begun" if isinstance(kept, Package) else "case_held", by=by, on=kept, detail=_detail(kept)
            )
    except IntegrityError:  # it is under one already
        return False
    return True


@clause("F6", "F7")
@transaction.atomic
def end_hold(kept: Kept, *, by: User) -> bool:
    """From now on its term counts again. True when this call did it."""
    standing = LegalHold.objects.standing().filter(table=kept._meta.db_table, row_id=kept.pk)
    if standing.update(ended_at=clock.now(), ended_by=by) != 1:
        return False
    audit.record("hold_ended" if isinstance(kept, Package) else "case_released", by=by, on=kept, detail=_detail(kept))
    return True


def _detail(kept: Kept) -> str:
    return str(kept.link.number) if isinstance(kept, Package) else ""
