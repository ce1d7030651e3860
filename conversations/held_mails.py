"""Mails about messages that are held: to who decides, and back to who wrote. No word of a message stands in one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation, Message, Participant
from groups.models import Guardianship, Membership, PostingPolicy, Restriction
from groups.recipients import heads_of, heard_from
from groups.roles import STAFF
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol import clock
from protocol.clauses import clause

HELD, DECIDED = "message_held", "message_decided"


@clause("E4")
def waits_for(mail: OutboxMail) -> bool:
    """Whether the message in the mail still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Message.objects.held_for(mail.recipient).filter(pk=row_of(mail)).exists())


@clause("B7")
def is_in_it(mail: OutboxMail) -> bool:
    """Whether who wrote it is still in the conversation."""
    if mail.recipient is None or not reads_there(mail):
        return False
    standing = Participant.objects.standing(mail.recipient).values("conversation")
    return bool(Message.objects.filter(pk=row_of(mail), author=mail.recipient, conversation__in=standing).exists())


register(HELD, waits_for)
register(DECIDED, is_in_it)


@clause("E4", "B7")
def who_decide(conversation: Conversation, author: User) -> list[User]:
    """Who may let go what is held here: the heads without a side in the conversation, as who is in it or as a guardian
    of the child; where each of them has one, the deputy. ``Message.objects.held_for`` the other way round. Nobody: then
    it cannot be asked."""
    inside = conversation.participants.filter(left_at__isnull=True).values_list("person_id", flat=True)
    guardians = Guardianship.objects.valid_on(clock.today()).filter(pupil=conversation.pupil_id)
    with_a_side = {author.pk, *inside, *guardians.values_list("guardian_id", flat=True)}
    kept_away = Restriction.objects.keeping_from_work().values("person")
    heads = heads_of(conversation.school).exclude(pk__in=kept_away)
    if found := [person for person in heads if person.pk not in with_a_side]:
        return found
    at_work = Membership.objects.in_force().filter(role__school=conversation.school_id, role__name__in=STAFF)
    deputies = PostingPolicy.objects.filter(school=conversation.school_id).values("deputy")
    people = User.objects.filter(pk__in=deputies).filter(pk__in=at_work.values("user")).exclude(pk__in=kept_away)
    return [person for person in people if person.pk not in with_a_side]


@clause("E4")
def tell_held(message: Message) -> None:
    """Tell who decides that a message is held."""
    assert message.author is not None
    page = reverse("conversations:held-detail", args=[message.key])
    for person in who_decide(message.conversation, message.author):
        _tell(person, HELD, message, _("A message is held until you look"), page)


@clause("E4")
def tell_decided(message: Message) -> None:
    """Tell the author what was decided."""
    assert message.author is not None
    is_out = message.held_at is None
    subject = _("Your message is on its way") if is_out else _("Your message has come back to you")
    _tell(message.author, DECIDED, message, subject, message.conversation.get_absolute_url(), is_out=is_out)


def _tell(person: User, kind: str, message: Message, subject: str, page: str, **words: object) -> None:
    school = message.conversation.school
    tell_person(
        person,
        kind,
        f"{message.pk}:{person.pk}",
        subject=subject,
        app="conversations",
        words={"school": school, "link": f"{settings.SITE_URL}{page}", **words},
        due_at=heard_from(person, school),
    )
