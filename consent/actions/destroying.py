"""Retention lets a decision go: a record says so, and the chain stays whole (D4)."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from consent.changes import hold, tell
from consent.models import Decision, Destruction
from protocol.clauses import clause


@clause("D4", "B9")
@transaction.atomic
def destroy_decisions(decisions: "QuerySet[Decision]", *, reason: str, by: User | None) -> int:
    """Destroy these decisions and their salts, each with a record of why; how many.

    What they allowed no longer holds, for there is no proof of it any more.
    """
    pupils = set(decisions.values_list("pupil_id", flat=True))
    hold(pupils)
    rows = list(decisions.values_list("pk", "link_id"))
    Destruction.objects.bulk_create(Destruction(link_id=link, reason=reason, by=by) for _, link in rows)
    Decision.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    tell(pupils)
    return len(rows)
