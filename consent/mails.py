"""Mails about consent. No name of a child stands in one, and no answer: those are in the receipt that goes along."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from consent.models import Decision
from consent.receipts import receipt_of
from groups.models import School
from notifications.kinds import File, reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

RECEIPT = "consent_receipt"


@clause("B9")
def queue_receipt(guardian: User, school: School, last: Decision) -> None:
    """Confirm what a guardian answered up to this decision."""
    words: dict[str, object] = {"school": school, "link": settings.SITE_URL + reverse("consent:answer-overview")}
    subject = _("What you chose about photos and names")
    tell_person(guardian, RECEIPT, f"{guardian.pk}:{last.pk}", subject=subject, app="consent", words=words)


def _receipt(mail: OutboxMail) -> File | None:
    """Made when the mail goes, of the answers up to the one it confirms; none when retention was quicker."""
    assert mail.recipient is not None
    made = receipt_of(mail.recipient, up_to=int(mail.about.partition(":")[2]))
    return File(made.filename, made.pdf, "application/pdf") if made is not None else None


register(RECEIPT, reads_there, attach=_receipt)
