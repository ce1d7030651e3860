"""The list of one's conversations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from conversations.inbox import guardians_in, inbox_of
from conversations.models import TogetherAsk
from conversations.permissions import begins_conversations

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
    context = {
        "here": "messages",
        "page": page,
        "shows_closed": shows_closed,
        "may_begin": begins_conversations(request.user),
        "asks": TogetherAsk.objects.waiting_for(request.user).select_related("asked_by", "conversation__pupil"),
    }
    return render(request, "conversations/conversation_list.html", context)
