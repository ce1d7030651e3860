"""Mails that ask for consent (B9). No name of a child stands in one, and nothing of what anybody answered."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from consent.models import Round
from consent.unanswered import Asked, is_without_answer
from groups.recipients import heard_from
from notifications.kinds import reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

ASKED, REMINDER = "consent_asked", "consent_reminder"


@clause("B2", "B9")
def is_still_open(mail: OutboxMail) -> bool:
    """Whether the person still has authority and something to answer."""
    row = Round.objects.select_related("school").filter(pk=mail.about.split(":")[0]).first()
    if row is None or mail.recipient is None or not reads_there(mail):
        return False
    return is_without_answer(mail.recipient, row.school)


register(ASKED, is_still_open)
register(REMINDER, is_still_open)


def kind_after(weeks: int) -> str:
    return REMINDER if weeks else ASKED


def about(asked: Asked, weeks: int) -> str:
    """One mail of these words to each person: the round, since when, and after how many weeks."""
    return f"{asked.round.pk}:{asked.since}:{weeks}:"


def queue(asked: Asked, weeks: int, person: User) -> None:
    """Ask a guardian, or ask once more."""
    school = asked.round.school
    subject = _("May we show photos of your child?") if not weeks else _("You have not answered about photos yet")
    words = {"school": school, "link": settings.SITE_URL + reverse("consent:answer-form"), "round": asked.round}
    tell_person(
        person,
        kind_after(weeks),
        f"{about(asked, weeks)}{person.pk}",
        subject=subject,
        app="consent",
        words=words,
        due_at=heard_from(person, school),
    )
