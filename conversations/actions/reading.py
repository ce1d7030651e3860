"""What was read."""

from collections.abc import Iterable

from django.db.models import Q

from conversations.models import Message, Participant
from protocol import clock


def mark_read(participant: Participant, messages: Iterable[Message]) -> None:
    """These messages were shown to this participant. Asks the database only when something is new."""
    until = max((one.deliver_at for one in messages if not one.is_on_its_way), default=None)
    if until is None or (participant.read_until is not None and participant.read_until >= until):
        return
    behind = Q(read_until__isnull=True) | Q(read_until__lt=until)
    Participant.objects.filter(behind, pk=participant.pk).update(read_until=until, read_at=clock.now())
