"""What was reported is decided: hidden, put back with a reason, or looked at by the teacher as well (F4)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from moderation import queue_mails
from moderation.models import Item, Removal
from moderation.subjects import Subject, find
from protocol import clock
from protocol.clauses import clause

GOING = (Removal.State.ASKED, Removal.State.HIDDEN)


def _hold(item: Item) -> Subject | None:
    """The thing itself, held: who decides at the same moment comes after. None when it is gone or going."""
    subject = find(item.kind, item.object_id, held=True)
    going = Removal.objects.filter(kind=item.kind, object_id=item.object_id, state__in=GOING)
    return None if subject is None or going.exists() else subject


@clause("F4", "F5")
@transaction.atomic
def put_back(item: Item, reason: str, *, by: User) -> bool:
    """It may stay, and readers see it again. True when this call decided: not when somebody else did just now, when it
    is being taken away, or when it is one's own."""
    subject = _hold(item)
    if subject is None:
        return False
    mine = Item.objects.open().filter(pk=item.pk).exclude(author=by)
    decided = {"decided_at": clock.now(), "decided_by": by, "reason": reason}
    if mine.update(state=Item.State.KEPT, hidden_at=None, **decided) != 1:
        return False
    subject.show()
    audit.record("put_back", by=by, on=item)
    queue_mails.tell_reporters(item)
    return True


@clause("F4", "F5")
@transaction.atomic
def hide_item(item: Item, *, by: User) -> bool:
    """Readers do not see it until somebody decides. True when this call hid it."""
    subject = _hold(item)
    if subject is None or subject.is_hidden:
        return False
    if Item.objects.open().filter(pk=item.pk).exclude(author=by).update(hidden_at=clock.now()) != 1:
        return False
    subject.hide()
    audit.record("hidden", by=by, on=item)
    return True


@clause("F4")
@transaction.atomic
def ask_teacher(item: Item, *, by: User) -> int:
    """Ask the teachers of the group to look as well; how many were asked."""
    asked = queue_mails.ask_teachers(item, by)
    if asked:
        audit.record("teacher_asked", by=by, on=item)
    return asked
