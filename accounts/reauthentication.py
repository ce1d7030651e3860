"""Asking who it is once more before what matters: a changed address, a second step, a role, an export.

``@recently_authenticated`` stands on a view that is everybody's own; a view with a door of its own calls
``ask_who_it_is(request)`` after the door, so that a stranger still gets the 404 of what does not exist.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseBase

LASTS = 15 * 60  # seconds; the page says "15 minuten"
# What shows that it is this person: a code by mail only shows that somebody reads the mail.
PROOFS = frozenset({"password", "mfa", "socialaccount"})

View = Callable[..., HttpResponseBase]


def is_recent(request: HttpRequest, *, within: float = LASTS) -> bool:
    """Whether this person gave a password, a second step or a passkey here less than 15 minutes (or so many seconds)
    ago."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records if record.get("method") in PROOFS), default=0.0)
    return time.time() - float(latest) < within  # allauth wrote it by this clock, which no demo moves


def proof_of(request: HttpRequest) -> str:
    """How this person showed who it is in the last 15 minutes ("password", "password+totp"), for what is kept as
    evidence; "session" when it was longer ago."""
    since = time.time() - LASTS
    records = get_authentication_records(request, request.user)
    recent = [record for record in records if record.get("method") in PROOFS and float(record["at"]) > since]
    return "+".join(dict.fromkeys(str(record.get("type") or record["method"]) for record in recent)) or "session"


def ask_who_it_is(request: HttpRequest, *, within: float = LASTS) -> None:
    """Go on when it was shown less than 15 minutes (or so many seconds) ago; else the page asks first, and then goes on
    with this request.

    Raises:
        ReauthenticationRequired: allauth's middleware makes it the page that asks.
    """
    if not is_recent(request, within=within):
        raise ReauthenticationRequired


def recently_authenticated(view: View) -> View:
    """The decorator: this view is for who showed less than 15 minutes ago who it is."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ask_who_it_is(request)
        return view(request, *args, **kwargs)

    return asked
