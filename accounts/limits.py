"""Limits on trying: counted in the database in one step, so they hold over all processes and without any cache.

A row counts from the first try until its window is over, then starts anew: nobody is locked out for good.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from accounts.models import Tries, User
from protocol import clock

WINDOW = timedelta(minutes=5)  # the message names it: "Wacht 5 minuten"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many times within the window, counted per key."""

    what: str
    tries: int
    window: timedelta = WINDOW


SIGN_IN = Limit("sign in, one account", 5)
SIGN_IN_NETWORK = Limit("sign in, one network address", 40)
RESET = Limit("reset mail, one account", 3)
CODE = Limit("login code, one account", 3)
MAIL_NETWORK = Limit("mail asked for, one network address", 30)
CODE_GUESS = Limit("guess a code, one account", 5)
CODE_GUESS_NETWORK = Limit("guess a code, one network address", 40)
STEP = Limit("second step, one account", 5)
STEP_NETWORK = Limit("second step, one network address", 40)

INVITATION = Limit("invitation code, one beginning", 10)
INVITATION_NETWORK = Limit("invitation code, one network address", 20)


def take(limit: Limit, key: str) -> bool:
    """Count one try. False when there is none left in this window; nothing is counted then."""
    now, row = clock.now(), _row(limit, key)
    # A new row is an open window in which nothing is counted yet: one that seemed over would be begun anew by whoever
    # read the clock last, and forget what others counted in between.
    unused = Tries(what=limit.what, key=_digest(limit, key), count=0, until=now + limit.window)
    Tries.objects.bulk_create([unused], ignore_conflicts=True)
    if row.filter(until__lte=now).update(count=1, until=now + limit.window) == 1:
        return True
    return bool(row.filter(until__gt=now, count__lt=limit.tries).update(count=F("count") + 1))


class TooMany(Exception):
    """None left in this window; ``until`` is when there is again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def spend(limit: Limit, key: str) -> None:
    """Count one that was done, not tried.

    Raises:
        TooMany: there is none left.
    """
    if not take(limit, key):
        raise TooMany(_row(limit, key).get().until)


def take_all(*tries: tuple[Limit, str]) -> bool:
    """Count one try of each, in this order, up to the first that has none left."""
    return all(take(limit, key) for limit, key in tries)


def give_back(limit: Limit, key: str) -> None:
    """Uncount one try: it was no failure."""
    _row(limit, key).filter(count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit, key: str) -> None:
    """Start anew for this key."""
    _row(limit, key).delete()


def forget_old() -> int:
    """Remove what no longer counts; the number of rows."""
    return Tries.objects.filter(until__lt=clock.now() - KEPT).delete()[0]


def account(login: str) -> str:
    """The key of who is meant: the same by sign-in name and by address, and just as good for nobody."""
    user = User.objects.signing_in_as(login)
    return f"person {user.pk}" if user else f"typed {login.strip().casefold()}"


def network(address: str) -> str:
    """The key of a network address; of IPv6 the /64, for one household has all of it."""
    ip = ipaddress.ip_address(address)
    return str(ip if ip.version == 4 else ipaddress.ip_network(f"{ip}/64", strict=False))


def _digest(limit: Limit, key: str) -> str:
    return salted_hmac("accounts.limits", f"{limit.what}\n{key}", algorithm="sha256").hexdigest()


def _row(limit: Limit, key: str) -> QuerySet[Tries]:
    return Tries.objects.filter(what=limit.what, key=_digest(limit, key))
