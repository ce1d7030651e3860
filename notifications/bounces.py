"""Mail that comes back: refused at once by the mail server, or told later in a message of its own (RFC 3464)."""

import re
import uuid
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPRecipientsRefused

from django.db.models.functions import Lower

from accounts.models import User
from notifications.models import DeadAddress, OutboxMail
from notifications.rules import is_mailbox_gone

# What somebody asked for a moment ago goes out anyway: it is how one comes in again, or gives another address.
ASKED_FOR = {"address_code_new", "login_code", "password_reset_key", "shared_address"}
OF_OURS = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@")


def is_dead(address: str) -> bool:
    """Whether mail to this address comes back."""
    return bool(address) and DeadAddress.objects.filter(address=address.lower()).exists()


def is_kept_back(mail: OutboxMail) -> bool:
    """Whether there is no use in trying to send this mail."""
    return mail.kind not in ASKED_FOR and is_dead(mail.address)


def works_again(address: str) -> bool:
    """Somebody says that the mailbox works: the next mail tries it. True when we thought otherwise."""
    return DeadAddress.objects.filter(address=address.lower()).delete()[0] > 0


def refusal_of(error: Exception) -> str:
    """What a mail server said when it refused the address for good; empty for every other failure."""
    if not isinstance(error, SMTPRecipientsRefused):
        return ""
    code, said = next(iter(error.recipients.values()), (0, b""))
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {words}"[:250] if 500 <= code < 600 else ""


def mark_refused(mail: OutboxMail, said: str) -> None:
    """Remember that the mailbox is not there, when that is what was said. Once, however many come back at a time."""
    if is_mailbox_gone(said):
        rows = [DeadAddress(address=mail.address.lower(), reason=said[:250])]
        DeadAddress.objects.bulk_create(rows, ignore_conflicts=True)


def take_bounce(raw: bytes) -> OutboxMail | None:
    """Park the mail that came back for good, found by its Message-ID: only who had it knows that. None when this says
    nothing of the kind about a mail of ours."""
    message = message_from_bytes(raw, policy=policy.default)
    status, key = _failure_in(message), _ours_in(message)
    if not status or key is None:
        return None
    mail: OutboxMail | None = OutboxMail.objects.filter(key=key).first()
    if mail is None:
        return None
    states = [OutboxMail.State.SENT, OutboxMail.State.WAITING]
    done = {"state": OutboxMail.State.PARKED, "last_error": f"came back: {status}"[:250], "text": "", "html": ""}
    if OutboxMail.objects.filter(pk=mail.pk, state__in=states).update(**done) == 1:
        mark_refused(mail, status)
    return mail


def _failure_in(message: EmailMessage) -> str:
    """The status of a delivery that failed for good, with what the other side said; empty for a delay or no report."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.walk():
                status = str(fields.get("Status", "")).strip()
                if str(fields.get("Action", "")).strip().lower() == "failed" and status.startswith("5"):
                    return f"{status} {fields.get('Diagnostic-Code', '')}"
    return ""


def _ours_in(message: EmailMessage) -> uuid.UUID | None:
    """The key of the mail that this is about: its Message-ID, in what was sent along of it."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            said = str(part.get_payload())
        elif part is not message and part.get("Message-ID"):
            said = str(part["Message-ID"])
        else:
            continue
        if found := OF_OURS.search(said):
            return uuid.UUID(found[1])
    return None


def people_unreached() -> list[User]:
    """Whose mail comes back, for who can do something about it. One query."""
    dead = DeadAddress.objects.values("address")
    people = User.objects.alias(lower=Lower("email")).filter(is_active=True, lower__in=dead)
    return list(people.order_by("sort_name", "pk"))
