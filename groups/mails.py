"""Mails of groups, written into the outbox with their cause. No name of a pupil or a group stands in a mail (B8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import Guardianship, Invitation, JoinRequest, Membership, School
from notifications.kinds import reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import queue_mail, tell_person
from protocol.clauses import clause

INVITED, SHARES = "invitation", "address_shared"
JOIN_ANSWER = "join_answer"


def school_name() -> str:
    """As it stands under a mail; empty before there is a school."""
    school = School.objects.first()
    return str(school.name) if school is not None else ""


@clause("B3")
def is_let_in(mail: OutboxMail) -> bool:
    """Whether the person still reads there, is still let in, and the invitation in the mail still opens."""
    return reads_there(mail) and Invitation.objects.worth_something().filter(pk=mail.about).exists()


@clause("B2", "B3")
def is_answer_good(mail: OutboxMail) -> bool:
    """Whether the answer in the mail still holds: who was let in still is, and nobody who is barred is written to."""
    if not reads_there(mail):
        return False
    if JoinRequest.objects.filter(pk=mail.about, state=JoinRequest.State.ADMITTED).exists():
        return bool(Membership.objects.in_force(mail.recipient).exists())
    return not Guardianship.objects.filter(guardian=mail.recipient, barred_at__isnull=False).exists()


register(INVITED, is_let_in)
register(SHARES, reads_there)
register(JOIN_ANSWER, is_answer_good)


def queue_invitation(invitation: Invitation, token: str, school: School) -> None:
    """Tell somebody the sign-in name, with the link that sets a password. The sweep wipes the link once it is sent."""
    person = invitation.user
    link = settings.SITE_URL + reverse("groups:invitation-accept", args=[token])
    words = {"person": person, "school": school, "link": link}
    queue_mail(
        INVITED,
        str(invitation.pk),
        person.email,
        subject=_("Welcome to the portal of %(school)s") % {"school": school.name},
        text=render_to_string("groups/email/invitation.txt", words).strip() + "\n",
        html=render_to_string("groups/email/invitation.html", words),
        recipient=person,
    )


def queue_sharing(person: User, newcomer: User, school: School) -> None:
    """Tell who had an address alone that it is shared from now on: only the sign-in name says who it is."""
    words = {"school": school, "sign_in_url": settings.SITE_URL + reverse("account_login")}
    subject = _("From now on you sign in with your sign-in name")
    tell_person(person, SHARES, f"{person.pk}:{newcomer.pk}", subject=subject, app="groups", words=words)


def queue_answer(asker: User, school: School, *, about: int) -> None:
    """Tell who asked to join that there is an answer; what it says stands behind the sign-in."""
    words = {"school": school, "join_url": settings.SITE_URL + reverse("groups:request-create")}
    subject = _("There is an answer to your request")
    tell_person(asker, JOIN_ANSWER, str(about), subject=subject, app="groups", words=words)
