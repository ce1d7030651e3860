"""The public papers: what was agreed (F2), and what the school knows of whom (D4)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocol.clauses import CHAPTERS


@login_not_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every clause in plain Dutch, with how the portal keeps it."""
    return render(request, "groups/agreements.html", {"here": "agreements", "chapters": CHAPTERS})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy statement."""
    return render(request, "groups/privacy.html")
