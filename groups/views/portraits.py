"""Portraits (D13), for the people of the same school only (B8)."""

from uuid import UUID

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from files.serving import send_private
from groups.permissions import get_portrait_or_404


@require_safe
def portrait(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """Somebody's portrait."""
    return send_private(request, get_portrait_or_404(request.user, key).portrait, "image/webp")
