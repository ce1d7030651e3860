"""Who is told of a message, and when: no word of it stands in a mail, and nobody at school is woken (B7, E8)."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation, Message, Participant, TogetherAsk
from groups.recipients import heard_from
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

NEW, ASKED = "new_message", "asked_together"


@clause("B7", "B8")
def has_it_unread(mail: OutboxMail) -> bool:
    """Whether the message in the mail is for this person at this moment, and was not read yet."""
    if mail.recipient is None or not reads_there(mail):
        return False
    message = Message.objects.filter(pk=row_of(mail)).first()
    if message is None:
        return False
    row = Participant.objects.standing(mail.recipient).filter(conversation=message.conversation_id).first()
    if row is None or (row.read_until is not None and row.read_until >= message.deliver_at):
        return False
    return bool(Message.objects.seen_by(row).delivered().filter(pk=message.pk).exists())


def is_still_asked(mail: OutboxMail) -> bool:
    """Whether the question in the mail still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    asks = TogetherAsk.objects.filter(pk=row_of(mail), answered_at__isnull=True)
    return bool(asks.filter(guardianship__guardian=mail.recipient).exists())


register(NEW, has_it_unread)
register(ASKED, is_still_asked)


@clause("E8")
def tell_readers(message: Message) -> None:
    """Tell the others in the conversation, each at a moment that suits; whether they may still is asked then."""
    rows = Participant.objects.standing().filter(conversation=message.conversation_id)
    for row in rows.exclude(person=message.author_id).select_related("person"):
        moment = message.deliver_at
        if row.is_staff:
            moment = max(moment, heard_from(row.person, message.conversation.school) or moment)
        _tell(
            row.person,
            NEW,
            message.pk,
            conversation=message.conversation,
            subject=_("There is a message for you"),
            at=moment,
        )


def tell_asked(ask: TogetherAsk) -> None:
    """Tell the other guardian what is asked."""
    person = ask.guardianship.guardian
    _tell(person, ASKED, ask.pk, conversation=ask.conversation, subject=_("Read together about your child?"))


def _tell(
    person: User, kind: str, pk: int, *, conversation: Conversation, subject: str, at: datetime | None = None
) -> None:
    page = reverse("conversations:conversation-detail", args=[conversation.pk])
    tell_person(
        person,
        kind,
        f"{pk}:{person.pk}",
        subject=subject,
        app="conversations",
        words={"school": conversation.school, "link": f"{settings.SITE_URL}{page}"},
        due_at=at,
    )
