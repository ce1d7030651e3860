"""Writing down who did what, in the transaction of what was done: no deed without its row, no row without its deed."""

from django.db import models

from accounts.models import AuditEntry, User

Outcome = AuditEntry.Outcome


def record(
    event: str, *, by: User | None, on: models.Model | None = None, detail: str = "", outcome: str = Outcome.DONE
) -> AuditEntry:
    """Add one entry. ``by`` is None for what nobody signed in did; ``detail`` is a choice or a name, never a text."""
    return AuditEntry.objects.create(
        actor=by if by is not None and by.pk else None,
        event=event,
        outcome=outcome,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_name=str(on)[:150] if on is not None else "",
        detail=detail[:150],
    )
