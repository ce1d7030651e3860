"""The automatic answer: when to expect one, and what to do when it is urgent (E8)."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conversations.models import Message, Participant, policy_of
from conversations.rules import answered_by, answers_by_itself
from groups.models import School
from groups.school_time import school_time_of, working_weeks_of
from protocol.clauses import clause


@clause("E8")
def answer_by_itself(message: Message) -> Message | None:
    """Say to a guardian who writes when nobody at school works, when an answer comes. Once a day at most; after a
    child died only people speak about it."""
    conversation = message.conversation
    policy = policy_of(conversation.school)
    if not policy.answers_by_itself or conversation.pupil.deceased_at is not None:
        return None
    earlier = conversation.messages.filter(kind=Message.Kind.ANSWER).order_by("-deliver_at").first()
    now = message.deliver_at
    read_from = reads_from(message, now)
    if not answers_by_itself(now, read_from, earlier.deliver_at if earlier else None):
        return None
    day = answered_by(now, school_time_of(conversation.school), policy.answer_days, read_from=read_from)
    said = _("It is outside working hours now. You get an answer on %(day)s at the latest.") % {
        "day": date_format(day, "l j F")
    }
    urgent = policy.when_urgent or _ring_us(conversation.school)
    made: Message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.ANSWER,
        text=f"{said} {urgent}".strip(),
        written_at=now,
        deliver_at=now,
    )
    return made


def _ring_us(school: School) -> str:
    return _("Is it urgent? Ring the school: %(phone)s.") % {"phone": school.phone} if school.phone else ""


@clause("E8")
def reads_from(message: Message, now: datetime) -> datetime | None:
    """The first moment, now or later, at which somebody at school who is in the conversation is at work; who is in
    class is at work too."""
    rows = Participant.objects.standing().of_staff().filter(conversation=message.conversation_id)
    staff = [row.person for row in rows.select_related("person")]
    time = school_time_of(message.conversation.school)
    openings = [time.next_opening(now, week, teaches=False) for week in working_weeks_of(staff, time).values()]
    return min((moment for moment in openings if moment is not None), default=None)
