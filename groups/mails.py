"""Mails of groups, written into the outbox with their cause. No name of a pupil or a group stands in a mail (B8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import Membership, School
from notifications.kinds import reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import queue_mail

WELCOME, SHARES = "guardian_welcome", "address_shared"


def is_let_in(mail: OutboxMail) -> bool:
    """Whether the person still reads there and still has something to see."""
    return reads_there(mail) and Membership.objects.in_force(mail.recipient).exists()


register(WELCOME, is_let_in)
register(SHARES, reads_there)


def queue_welcome(guardian: User, school: School) -> None:
    """Tell somebody with a new account the sign-in name, and where to set a password."""
    _queue(WELCOME, guardian, _("Welcome to the portal of %(school)s") % {"school": school.name}, school)


def queue_sharing(person: User, newcomer: User, school: School) -> None:
    """Tell who had an address alone that it is shared from now on: only the sign-in name says who it is."""
    _queue(SHARES, person, _("From now on you sign in with your sign-in name"), school, about=newcomer.pk)


def _queue(kind: str, person: User, subject: str, school: School, about: int = 0) -> None:
    words = {
        "person": person,
        "school": school,
        "password_url": settings.SITE_URL + reverse("account_reset_password"),
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
    }
    text = render_to_string(f"groups/email/{kind}.txt", words).strip() + "\n"
    queue_mail(kind, f"{person.pk}:{about}", person.email, subject=subject, text=text, recipient=person)
