"""The list of one's conversations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from conversations.inbox import inbox_of
from conversations.permissions import asks_of, cares_for, children_of, taught_by

PAGE = 30


@require_safe
def conversation_list(request: SignedInRequest) -> HttpResponse:
    """Newest first; and to whom one can write."""
    rows = inbox_of(request.user)
    if request.GET.get("lijst") == "dicht":
        rows = rows.filter(conversation__closed_at__isnull=False)
    else:
        rows = rows.filter(conversation__closed_at__isnull=True)
    links = children_of(request.user)
    context = {
        "here": "messages",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("blad")),
        "shows_closed": request.GET.get("lijst") == "dicht",
        "links": links,
        "teaches": taught_by(request.user),
        "cares": cares_for(request.user) is not None,
        "asks": asks_of(request.user, links).select_related("asked_by", "conversation__pupil"),
    }
    return render(request, "conversations/conversation_list.html", context)
