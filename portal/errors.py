"""Error pages. They say whose fault it is and what to do now; strangers get the same 404 as for what is not there."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from protocol.clauses import clause

log = logging.getLogger("kring.errors")
# Characters that sound and look like no other when read over the telephone.
LETTERS = "346789ACDEFHJKMNPRTWXY"


@clause("B8")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For what does not exist and for who may not see it: one page, one status."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no browser of ours sends. Made without the request: it may be what is wrong."""
    return _plain("400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: a page that needs no database, with a number that stands in the log too."""
    number = "".join(secrets.choice(LETTERS) for _ in range(5))
    log.error("error %s: %s %s", number, request.method, request.path, exc_info=True)
    response = _plain("500.html", 500, number=number)
    response["X-Error-Number"] = number
    return response


def _plain(template: str, status: int, **context: str) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    add_never_cache_headers(response)
    return response
