"""The list of one's conversations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from conversations.inbox import guardians_in, inbox_of
from conversations.models import TogetherAsk
from conversations.permissions import cares_for, children_of, taught_by

PAGE = 30


@require_safe
def conversation_list(request: SignedInRequest) -> HttpResponse:
    """Newest first; and to whom one can write."""
    shows_closed = request.GET.get("lijst") == "dicht"
    rows = inbox_of(request.user).filter(conversation__closed_at__isnull=not shows_closed)
    page = Paginator(rows, PAGE).get_page(request.GET.get("blad"))
    shown = list(page)
    names = guardians_in(shown)
    for row in shown:
        row.guardians = names.get(row.conversation_id, "")  # type: ignore[attr-defined]
    asks = list(TogetherAsk.objects.waiting_for(request.user).select_related("asked_by", "conversation__pupil"))
    reading.note_pupils(request, [row.conversation.pupil_id for row in shown])
    reading.note_pupils(request, [ask.conversation.pupil_id for ask in asks])
    context = {
        "here": "messages",
        "page": page,
        "shows_closed": shows_closed,
        "writes": bool(taught_by(request.user) or children_of(request.user) or cares_for(request.user)),
        "asks": asks,
    }
    return render(request, "conversations/conversation_list.html", context)
