"""The list of one's conversations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from conversations.inbox import dress, inbox_of
from conversations.models import TogetherAsk
from conversations.permissions import cares_for, children_of, taught_by

PAGE = 30


@require_safe
def conversation_list(request: SignedInRequest) -> HttpResponse:
    """Newest first; and to whom one can write."""
    shows_closed = request.GET.get("lijst") == "dicht"
    rows = inbox_of(request.user).filter(conversation__closed_at__isnull=not shows_closed)
    page = Paginator(rows, PAGE).get_page(request.GET.get("blad"))
    dress(page.object_list)
    context = {
        "here": "messages",
        "page": page,
        "shows_closed": shows_closed,
        "links": children_of(request.user),
        "teaches": taught_by(request.user),
        "cares": cares_for(request.user) is not None,
        "asks": TogetherAsk.objects.waiting_for(request.user).select_related("asked_by", "conversation__pupil"),
    }
    return render(request, "conversations/conversation_list.html", context)
