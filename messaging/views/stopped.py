"""Nobody writes news while the head has stopped all sending: the page says why, and keeps the words."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from groups.standing import standing_of
from protocol.clauses import clause


@clause("F5")
def while_stopped(request: SignedInRequest) -> HttpResponse:
    """In place of the composer.

    Raises:
        Http404: it is not the stop that keeps this person from writing.
    """
    stop = standing_of(request).stop
    if stop is None:
        raise Http404
    words = {"title": request.POST.get("title", ""), "text": request.POST.get("text", "")}
    status = 422 if request.method == "POST" else 200
    return render(request, "messaging/stopped.html", {"here": "write", "stop": stop, **words}, status=status)
