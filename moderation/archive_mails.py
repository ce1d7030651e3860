"""Mails about the archive: its check code to the head, and that something is not whole. No name and no word of a
package stands in one (B8)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import School
from groups.recipients import heads_of, icts_of
from groups.roles import DECIDE
from moderation.hardcopy import grouped
from moderation.models import ArchiveLink
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol import clock
from protocol.clauses import clause

HEAD, FAULT = "archive_head", "archive_fault"


@clause("F6")
def is_the_head(mail: OutboxMail) -> bool:
    """Whether the person still heads the school."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(School.objects.with_perm(mail.recipient, DECIDE).filter(pk=row_of(mail)).exists())


@clause("F6")
def looks_after_it(mail: OutboxMail) -> bool:
    """Whether the person still heads the school, or is its ICT contact."""
    if mail.recipient is None or not reads_there(mail):
        return False
    school = School.objects.filter(pk=row_of(mail)).first()
    return school is not None and (is_the_head(mail) or mail.recipient in icts_of(school))


register(HEAD, is_the_head)
register(FAULT, looks_after_it)


def _link() -> str:
    return str(settings.SITE_URL) + reverse("moderation:archive-list")


@clause("F6")
def queue_head(school: School, link: ArchiveLink, occasion: str) -> None:
    """The code of the last link, to the head: who keeps the mail can prove that nothing before it was changed.
    ``occasion`` makes the mail one of its kind: each link is told once, and the last one anew each month."""
    words = {"school": school, "number": link.number, "code": grouped(link.hash), "link": _link()}
    words["day"] = clock.today()
    for person in heads_of(school):
        subject = _("Check code of the archive: number %(number)d") % {"number": link.number}
        tell_person(
            person, HEAD, f"{school.pk}:{link.number}:{occasion}", subject=subject, app="moderation", words=words
        )


@clause("F6")
def queue_fault(school: School, count: int, digest: str) -> None:
    """Something in the archive is not right: to the head and the ICT contact, once for the same faults."""
    people = {person.pk: person for person in [*heads_of(school), *icts_of(school)]}
    for person in people.values():
        subject = _("Something in the archive is not right")
        words = {"school": school, "count": count, "link": _link()}
        tell_person(person, FAULT, f"{school.pk}:{digest}", subject=subject, app="moderation", words=words)
