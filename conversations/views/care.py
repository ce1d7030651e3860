"""The care coordinator writes about any pupil, and somebody in a conversation brings in who may help (B7)."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User, sort_key
from accounts.requests import SignedInRequest
from conversations.actions import Closed, bring_in
from conversations.permissions import (
    get_care_school_or_404,
    get_participant_or_404,
    helpers_for,
    may_write,
    pupils_cared_for_by,
)
from groups.models import Pupil, School
from protocol.clauses import clause

FOUND = 20
QUERY_MAX = 80


@clause("B7")
@require_safe
def care_find(request: SignedInRequest) -> HttpResponse:
    """Find a pupil by name; while one types, where there is script."""
    school = get_care_school_or_404(request.user)
    query = request.GET.get("q", "").strip()[:QUERY_MAX]
    found = list(_pupils(request.user, school, query)[: FOUND + 1]) if query else []
    context = {"here": "messages", "query": query, "pupils": found[:FOUND], "has_more": len(found) > FOUND}
    return render(request, "conversations/care_find.html", context)


def _pupils(user: User, school: School, query: str) -> "QuerySet[Pupil]":
    """Every word is the beginning of, or stands in, the name."""
    rows = pupils_cared_for_by(user, school)
    for word in query.split():
        rows = rows.filter(sort_name__contains=sort_key("", word).strip(", "))
    return rows.order_by("sort_name", "pk")


@clause("B7")
@require_http_methods(["GET", "HEAD", "POST"])
def helper_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose who may help: the head, or a care coordinator."""
    me = get_participant_or_404(request.user, pk)
    if not may_write(me):
        raise Http404
    rows = helpers_for(me.conversation)
    chosen = next((row for row in rows if str(row.pk) == request.POST.get("helper")), None)
    if request.method == "POST" and chosen is not None:
        try:
            bring_in(me.conversation, chosen, by=request.user)
        except Closed as closed:
            raise Http404 from closed
        messages.success(request, _("%(name)s reads along from now on.") % {"name": chosen.user.called.capitalize()})
        return redirect("conversations:conversation-detail", pk)
    context = {
        "here": "messages",
        "conversation": me.conversation,
        "helpers": rows,
        "is_sent": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/helper_add.html", context, status=status)
