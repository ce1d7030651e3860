"""Portraits (D13), for the people of the same school only (B8)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import User
from files.serving import send_private
from groups.permissions import get_portrait_or_404


@require_safe
def portrait(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Somebody's portrait."""
    user: User = request.user  # type: ignore[assignment]
    return send_private(request, get_portrait_or_404(user, key).portrait, "image/webp")
