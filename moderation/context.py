"""What the menu and the page of one's own say of reports, cases and the archive."""

from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from moderation.archive_permissions import archive_of
from moderation.models import ModerationPolicy
from moderation.queue import waiting_for
from protocol.clauses import clause


class NamedFor(NamedTuple):
    """For what the school named somebody, beside their role: the menu shows neither."""

    archive: bool
    reports: bool


@clause("F5", "F6")
def named_for(user: User) -> NamedFor:
    """The archive for its deputy, the reports about the head for who handles them. One query for whom it named not."""
    policy = ModerationPolicy.objects.filter(Q(deputy=user) | Q(about_head=user)).first()
    if policy is None:
        return NamedFor(archive=False, reports=False)
    return NamedFor(
        archive=policy.deputy_id == user.pk and archive_of(user) is not None, reports=policy.about_head_id == user.pk
    )


def reports(request: HttpRequest) -> dict[str, object]:
    """In every template: ``report_count``, how many new reports wait for who is looking, and ``named_for``. They ask
    the database only where a page shows them."""
    if not hasattr(request, "user"):
        return {}
    return {
        "report_count": SimpleLazyObject(lambda: waiting_for(request.user)),  # type: ignore[arg-type]
        "named_for": SimpleLazyObject(lambda: named_for(request.user)),  # type: ignore[arg-type]
    }
