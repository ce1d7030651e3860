"""On every request of somebody signed in: is the session not over, and is the second step not overdue; after it: what
was seen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts import reading, sessions
from protocol import clock

# Where one may be while the second step is overdue: setting it up, showing who one is, signing out.
OPEN = {"account_logout", "account_reauthenticate", "account_reset_password", "account_change_password"}


class SessionMiddleware:
    """Ends a session whose time is over, before anything else is asked; leads to the second step once it is overdue."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request: HttpRequest) -> None:
        note = sessions.note_of(request)
        now = clock.now().timestamp()
        if note is not None and note.is_over(now):
            logout(request)
            request.was_away = True  # type: ignore[attr-defined]
            return
        user: Any = request.user
        request.demands = sessions.keep_up(request, user, note).demands  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if getattr(request, "was_away", False):
            messages.info(request, _("You were away for a while, so you are signed out. Sign in again."))
        demands = getattr(request, "demands", None)
        if demands is None or not demands.is_overdue or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in OPEN or str(name).startswith("mfa_"):
            return None
        url = reverse("mfa_index")
        return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)


class ReadMiddleware:
    """Writes who saw what, once the answer is out: nobody waits for it, and nobody meets its errors.

    Only of what was shown: nothing for HEAD, for an answer without a page (304, a redirect), or for an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "HEAD" and 200 <= response.status_code < 300 and (rows := reading.rows_of(request)):
            # Closed by the server after the last byte, and by Django's test client too.
            response._resource_closers.append(partial(reading.write, rows))  # type: ignore[attr-defined]
        return response
