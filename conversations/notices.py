"""Who is told of a message, and when: no word of it stands in a mail, and nobody at school is woken (B7, E8)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.models import Message, Participant, TogetherAsk
from groups.recipients import hours_of
from notifications.kinds import Kind, Recipients, Told, register_notice
from notifications.models import Notice
from notifications.telling import tell_people
from notifications.topics import Topic
from protocol.clauses import clause

NEW, ASKED = "new_message", "asked_together"


@clause("B7", "B8")
def told_to(notice: Notice) -> Told | None:
    """That there is a message, for who may read it at this moment and has not."""
    message = Message.objects.filter(pk=int(notice.about)).first()
    if message is None:
        return None
    row = Participant.objects.standing(notice.recipient).filter(conversation=message.conversation_id).first()
    if row is None or (row.read_until is not None and row.read_until >= message.deliver_at):
        return None
    if not Message.objects.seen_by(row).delivered().filter(pk=message.pk).exists():
        return None
    page = reverse("conversations:conversation-detail", args=[message.conversation_id])
    return Told(_("There is a message for you"), f"{page}#bericht-{message.pk}", _("There is a message for you"))


register_notice(NEW, Kind(Topic.MESSAGES, told_to))


@clause("B2", "B7")
def asked_to(notice: Notice) -> Told | None:
    """That the other guardian asks something, for whom the question still waits."""
    if not TogetherAsk.objects.waiting_for(notice.recipient).filter(pk=int(notice.about)).exists():
        return None
    page = reverse("conversations:conversation-list")
    return Told(_("Read together about your child?"), page, _("There is a message for you"))


register_notice(ASKED, Kind(Topic.MESSAGES, asked_to))


@clause("E8")
def tell_readers(message: Message) -> None:
    """Tell the others in the conversation, each from a moment that suits; whether they may still is asked then."""
    rows = Participant.objects.standing().filter(conversation=message.conversation_id).exclude(person=message.author_id)
    _tell(message, list(rows))


@clause("E8")
def tell_one(message: Message, row: Participant) -> None:
    """Tell who came in, within that person's hours, that there is something to read."""
    _tell(message, [row])


def _tell(message: Message, readers: list[Participant]) -> None:
    hours = hours_of(message.conversation.school, [row.person_id for row in readers if row.is_staff])
    moments = {row.person_id: message.deliver_at for row in readers}
    tell_people(NEW, str(message.pk), Recipients(moments, hours.opening))


def tell_asked(ask: TogetherAsk) -> None:
    """Tell the other guardian that something is asked."""
    tell_people(ASKED, str(ask.pk), Recipients({ask.guardianship.guardian_id: ask.asked_at}))
