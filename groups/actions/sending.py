"""The head stops all sending, and lets it go on (the brake)."""

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from groups.models import School, SendingStop
from protocol import clock


def stop_sending(school: School, whom: str, reason: str, *, by: User) -> SendingStop | None:
    """From the next request on nobody of these writes anything. Nothing when a stop stands already."""
    try:
        with transaction.atomic():
            stop: SendingStop = SendingStop.objects.create(school=school, whom=whom, reason=reason, began_by=by)
            audit.record("sending_stopped", by=by, on=school, detail=str(stop.get_whom_display()))
    except IntegrityError:
        return None
    return stop


@transaction.atomic
def resume_sending(school: School, *, by: User) -> bool:
    """Everybody writes again. True when this call did it."""
    standing = SendingStop.objects.standing().filter(school=school)
    if standing.update(ended_at=clock.now()) == 0:
        return False
    audit.record("sending_resumed", by=by, on=school)
    return True
