"""A draft that was on its way to a group and turns into a message: it stays with its writer until it is sent (B7)."""

from typing import Any

from django.http import HttpRequest

from conversations.rules import MESSAGE_MAX, SUBJECT_MAX

_KEY = "carried_draft"


def carry(request: HttpRequest) -> dict[str, str]:
    """Keep the words of the form that was sent here instead of to the group."""
    words = {
        "subject": request.POST.get("title", "")[:SUBJECT_MAX],
        "text": request.POST.get("text", "")[:MESSAGE_MAX],
    }
    request.session[_KEY] = words
    return words


def carried(request: HttpRequest) -> dict[str, Any]:
    """What was carried along, for the form to begin with."""
    return dict(request.session.get(_KEY, {}))


def put_down(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(_KEY, None)
