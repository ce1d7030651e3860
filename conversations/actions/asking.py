"""Guardians read separately, and together only when both choose it (B7)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import notices
from conversations.actions.limiting import count_message
from conversations.actions.saying import say
from conversations.actions.writing import writer_in
from conversations.models import Conversation, Participant, TogetherAsk
from groups.models import Guardianship
from protocol import clock
from protocol.clauses import clause


@clause("B7")
@transaction.atomic
def ask_together(conversation: Conversation, link: Guardianship, *, by: User) -> TogetherAsk | None:
    """Ask the other guardian to read and write here too; nothing when that was asked before.

    Raises:
        Closed: it is closed, or who asks is not in it or may only read.
        NobodyThere: nobody of the school reads it today.
        TooMany: this person wrote too much lately.
    """
    writer_in(conversation, by)
    ask, is_new = TogetherAsk.objects.get_or_create(
        conversation=conversation, guardianship=link, defaults={"asked_by": by}
    )
    if not is_new:
        return None
    count_message(by=by, is_staff=False)
    notices.tell_asked(ask)
    return ask


@clause("B7")
@transaction.atomic
def answer_ask(ask: TogetherAsk, *, by: User, accepts: bool) -> bool:
    """Say yes or no, once. With yes one is in it from now on: what was written before stays between them.

    True when this call did it."""
    waiting = TogetherAsk.objects.filter(pk=ask.pk, answered_at__isnull=True)
    now = clock.now()
    if waiting.update(answered_at=now, is_accepted=accepts) != 1:
        return False
    rows = Participant.objects.filter(conversation=ask.conversation)
    if accepts and not rows.grounded(by).exists():
        rows.filter(person=by, left_at__isnull=True).update(left_at=now)  # as a teacher once, perhaps
        rows.create(conversation=ask.conversation, person=by, guardianship=ask.guardianship, sees_from=now)
        say(ask.conversation, _("%(name)s reads and writes here too from now on.") % {"name": by.full_name}, by=by)
    return True
