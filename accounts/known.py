"""Browsers that a person signed in with before: a signed cookie per browser, so that a new one is noticed."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

COOKIE = "__Host-known" if settings.SECURE else "known"
SALT = "accounts.known"
DAYS = 400  # browsers keep nothing longer; each sign-in begins it anew
PEOPLE_MAX = 20  # of a shared tablet; the cookie stays small


def _mark(user: User) -> str:
    """Stands for this person in the cookie; says nothing to who reads it."""
    return salted_hmac(SALT, str(user.pk), algorithm="sha256").hexdigest()[:24]


def _marks(request: HttpRequest) -> list[str]:
    try:
        marks: list[str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return []
    return marks


def is_known(request: HttpRequest, user: User) -> bool:
    """This person signed in with this browser before."""
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is known for this person; the cookie stays when signing out."""
    marks = [_mark(user), *(mark for mark in _marks(request) if mark != _mark(user))]
    response.set_cookie(
        COOKIE,
        signing.dumps(marks[:PEOPLE_MAX], salt=SALT),
        max_age=DAYS * 24 * 3600,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
