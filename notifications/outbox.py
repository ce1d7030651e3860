"""The outbox at work: a mail is a row, written with its cause; a sweep sends it.

A sweep may run twice and at the same time as itself: who claims a row sends it, the others pass it by. A sweep that
died leaves its claim to lapse; the next one sends under the same Message-ID. A mail server that is away is no fault of
any mail: all of them wait, and none of them loses a try.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.bell import ring
from notifications.bounces import is_kept_back, mark_refused, refusal_of
from notifications.hands import State, close, park, try_later
from notifications.kinds import FILES, KINDS, RENDERED
from notifications.line import Line, NoMailServer
from notifications.models import OutboxMail
from protocol import clock

log = logging.getLogger("kring.outbox")

# Longer than one mail can take over a connection that stands: four answers to wait for (EMAIL_TIMEOUT each).
LEASE = timedelta(seconds=60)
BATCH = 100
SECONDS = 60  # a sweep stops taking on mails after so long; the next one goes on


def queue_mail(
    kind: str,
    about: str,
    address: str,
    *,
    subject: str,
    text: str,
    html: str = "",
    recipient: User | None = None,
    due_at: datetime | None = None,
) -> OutboxMail:
    """Write a mail once: the same kind about the same thing to the same address is the same mail.

    Returns the row, new or already there. It goes out after the running transaction is committed.

    Raises:
        LookupError: nobody registered this kind of notice (notifications/kinds.py).
    """
    if kind not in KINDS:
        raise LookupError(f"no kind of notice is called {kind!r}")
    mail: OutboxMail = OutboxMail.objects.get_or_create(
        kind=kind,
        about=about,
        address=address,
        defaults={
            "recipient": recipient,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "due_at": due_at or clock.now(),
        },
    )[0]
    ring("notifications.deliver_due")
    return mail


def tell_person(
    person: User,
    kind: str,
    about: str,
    *,
    subject: str,
    app: str,
    words: dict[str, object],
    due_at: datetime | None = None,
) -> None:
    """Write a plain mail of this kind, in the words of the app's template; who has no address hears nothing."""
    if person.email:
        text = render_to_string(f"{app}/email/{kind}.txt", words | {"person": person}).strip() + "\n"
        queue_mail(kind, about, person.email, subject=subject, text=text, recipient=person, due_at=due_at)


def deliver_due() -> int:
    """Send what is due and in nobody's hands, over one connection; the number of mails sent."""
    sent, stop, line = 0, time.monotonic() + SECONDS, Line()
    try:
        for pk in _due_until(stop):
            line.open()
            mail = _claim(pk)
            if mail is not None:
                sent += _deliver(mail, line)
    except NoMailServer as error:
        log.warning("no mail server: %s", error)
        OutboxMail.objects.due().update(last_error=str(error)[:250])
    finally:
        line.close()
    return sent


def _due_until(stop: float) -> Iterator[int]:
    """The mails that are due, the oldest first, for as long as there is time."""
    while pks := list(OutboxMail.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        for pk in pks:
            if time.monotonic() > stop:
                return
            yield pk


def _claim(pk: int) -> OutboxMail | None:
    return OutboxMail.objects.select_related("recipient").get(pk=pk) if OutboxMail.objects.claim(pk, LEASE) else None


def _deliver(mail: OutboxMail, line: Line) -> bool:
    try:
        if is_kept_back(mail):
            park(mail, "not tried: mail to this address comes back")
            return False
        message = message_of(mail) if _is_wanted(mail) else None
        if message is None:
            _close(mail, State.DROPPED)
            return False
        message.connection = line.connection
        message.send()
    except Exception as error:  # whatever the mail server does: the row stays and tells
        line.close()
        _try_later(mail, error)
        return False
    return _close(mail, State.SENT)


def _is_wanted(mail: OutboxMail) -> bool:
    if mail.recipient is not None and not mail.recipient.is_active:
        return False
    return KINDS[mail.kind](mail)


def _close(mail: OutboxMail, state: str) -> bool:
    """The end of a mail: its words, and any code in them, are wiped."""
    return close(mail, state, text="", html="")


def _try_later(mail: OutboxMail, error: Exception) -> None:
    log.warning("mail %s (%s) did not go, try %s: %s", mail.key, mail.kind, mail.tries, type(error).__name__)
    if said := refusal_of(error):
        mark_refused(mail, said)
        park(mail, said)
    else:
        try_later(mail, f"{type(error).__name__}: {error}"[:250])


def message_of(mail: OutboxMail) -> EmailMultiAlternatives | None:
    """The mail as it goes out; nothing when there is nothing left to tell. Its Message-ID is made from the row, so that
    a second sending is seen as the same."""
    more: dict[str, str] = {}
    text = f"{mail.text.rstrip()}\n\n{_('Do not answer this mail: nobody reads it. Write in the portal.')}\n"
    if mail.kind in RENDERED:
        rendered = RENDERED[mail.kind](mail)
        if rendered is None:
            return None
        mail.subject, text, mail.html, more = rendered.subject, rendered.text, rendered.html, rendered.headers
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<{mail.key}@{domain}>", "Auto-Submitted": "auto-generated", **more}
    message = EmailMultiAlternatives(mail.subject, text, to=[mail.address], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.kind in FILES and (file := FILES[mail.kind](mail)) is not None:
        message.attach(file.name, file.content, file.type)
    return message
