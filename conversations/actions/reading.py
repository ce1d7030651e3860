"""What was read."""

from collections.abc import Iterable

from django.db.models import Q

from conversations.models import Message, Participant
from protocol import clock
from protocol.clauses import clause


@clause("E8")
def mark_read(participant: Participant, messages: Iterable[Message], *, in_hours: bool) -> None:
    """These messages were shown to this participant. When, is kept only ``in_hours``: of who works here it is nobody's
    business outside them. Asks the database only when something is new."""
    until = max((one.deliver_at for one in messages if not one.is_on_its_way), default=None)
    known, read_at = participant.read_until, participant.read_at
    if until is None or (known is not None and known > until):
        return
    if known == until and (not in_hours or (read_at is not None and read_at >= until)):
        return
    behind = Q(read_until__isnull=True) | Q(read_until__lte=until)
    moment = {"read_at": clock.now()} if in_hours else {}
    Participant.objects.filter(behind, pk=participant.pk).update(read_until=until, **moment)
