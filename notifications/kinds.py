"""The kinds of notice there are, each with its "may still receive", asked anew at the moment of sending.

An app above registers its own kinds when it loads: ``register("new_post", may_read_it)``; with what goes along as a
file, made at that moment too: ``register("receipt", reads_there, attach=receipt)``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import AddressChange, User
from notifications.models import Notice, OutboxMail
from protocol import clock


@dataclass(frozen=True)
class File:
    """What goes along with a mail."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Told:
    """What is told of one thing: a title, which group it is of, and where it stands, never more. On a lock screen only
    ``push`` shows. Of two things with one ``path``, a place on it aside, a mail tells once."""

    title: str
    path: str
    push: str
    group: str = ""


def at_any_time(pk: int, moment: datetime) -> datetime:
    """Who is not at work here may be told at any moment."""
    return moment


@dataclass(frozen=True)
class Recipients:
    """Who is told, by primary key, and from when. ``opening`` gives the first moment, this one or later, at which that
    person may be disturbed."""

    moments: dict[int, datetime]
    opening: Callable[[int, datetime], datetime] = at_any_time


@dataclass(frozen=True)
class Rendered:
    """A mail whose words are made at the moment of sending: nothing of it waits in the outbox."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its topic, and what a person may hear of it at this very moment; None for nothing (any more).
    ``recipients`` works out for whom, where a thing is told to many at once."""

    topic: str
    told_to: "Callable[[Notice], Told | None]"
    recipients: "Callable[[str], Recipients] | None" = None


MayReceive = Callable[[OutboxMail], bool]
Attach = Callable[[OutboxMail], File | None]
KINDS: dict[str, MayReceive] = {}
FILES: dict[str, Attach] = {}
NOTICES: dict[str, Kind] = {}
RENDERED: "dict[str, Callable[[OutboxMail], Rendered | None]]" = {}
# What an app above knows of the school; brought down when it loads.
SIGNATURE: dict[str, Callable[[], str]] = {"school": str}
# The number on the icon of the app: in how many conversations something is unread. Brought down likewise.
UNREAD: dict[str, Callable[[User], int]] = {"conversations": lambda person: 0}


def register(kind: str, may_receive: MayReceive, *, attach: Attach | None = None) -> None:
    """Make a kind known; ``may_receive`` says of a mail, just before it goes, whether its recipient still may, and
    ``attach`` makes the file that goes along: no file waits in the outbox."""
    KINDS[kind] = may_receive
    if attach is not None:
        FILES[kind] = attach


def register_notice(name: str, kind: Kind) -> None:
    """Make a kind of notice known, which people choose how to hear of."""
    NOTICES[name] = kind


def reads_there(mail: OutboxMail) -> bool:
    """The mail is to a person with an open account, at the address that person still has."""
    person = mail.recipient
    return person is not None and person.is_active and person.email.lower() == mail.address.lower()


def row_of(mail: OutboxMail) -> int:
    """The key of the row that a mail is about: what stands before the first colon of ``about``."""
    return int(mail.about.partition(":")[0])


def fresh(minutes: int) -> MayReceive:
    """What a mail carries lasts so long; after that it only confuses."""

    def is_fresh(mail: OutboxMail) -> bool:
        return reads_there(mail) and clock.now() - mail.created_at < timedelta(minutes=minutes)

    return is_fresh


def is_address_waiting(mail: OutboxMail) -> bool:
    """The person still wants this very address, and has not filled in its code yet."""
    waiting = AddressChange.objects.filter(closed_at__isnull=True, expires_at__gt=clock.now())
    return waiting.filter(user=mail.recipient, address=mail.address).exists()


def is_told_of_change(mail: OutboxMail) -> bool:
    """Word to the address somebody had before: it goes there because nobody reads there any more for the portal."""
    return mail.recipient is not None


register("address_code_new", is_address_waiting)
register("address_code_old", fresh(30))
register("address_changed", is_told_of_change)
register("address_joined", reads_there)
register("login_code", fresh(10))
register("password_reset_key", fresh(60))
register("shared_address", fresh(60))
register("password_changed", reads_there)
register("password_reset", reads_there)
register("new_device", reads_there)
register("second_step_added", reads_there)
register("second_step_removed", reads_there)
register("second_step_taken_away", reads_there)
register("recovery_codes_renewed", reads_there)
