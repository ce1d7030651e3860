"""A draft that was on its way to a group and turns into a message: it stays with its writer until it is sent (B7). Only
the pages that the draft itself leads to begin with it, so that words about one child never stand in a message about
another."""

from typing import Any

from django.http import HttpRequest

from conversations.rules import MESSAGE_MAX, SUBJECT_MAX

_KEY = "carried_draft"
# In the address of a page to which a draft comes along.
DRAFT = "mee"


def carry(request: HttpRequest) -> dict[str, str]:
    """Keep the words of the form that was sent here instead of to the group."""
    words = {
        "subject": request.POST.get("title", "")[:SUBJECT_MAX],
        "text": request.POST.get("text", "")[:MESSAGE_MAX],
    }
    request.session[_KEY] = words
    return words


def carried(request: HttpRequest) -> dict[str, Any]:
    """What was carried along to this page, for its form to begin with; nothing that is empty."""
    words = request.session.get(_KEY, {}) if DRAFT in request.GET else {}
    return {name: said for name, said in words.items() if said}


def put_down(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(_KEY, None)
