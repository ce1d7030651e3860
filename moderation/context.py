"""What the menu says of reports."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moderation.queue import waiting_for


def reports(request: HttpRequest) -> dict[str, object]:
    """``report_count`` in every template: how many new reports wait for who is looking. It asks the database only where
    the menu shows it, and for who handles reports."""
    return {"report_count": SimpleLazyObject(lambda: waiting_for(request.user))} if hasattr(request, "user") else {}  # type: ignore[arg-type]
