"""Something is taken away: hidden at once, and gone once its hard copy is kept (D12, F6). Opinions never delay it."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from messaging.models import Photo, Reaction
from moderation import queue_mails
from moderation.council import members_to_ask
from moderation.models import Item, Kind, Removal
from moderation.records import record_of
from moderation.subjects import Subject, find
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

State = Removal.State


class Gone(Exception):
    """It is not there any more, or somebody takes it away already."""


@clause("D12", "F6")
@transaction.atomic
def remove(
    subject: Subject, *, by: User, clause_id: str, reason: str, item: Item | None = None, waits_for_member: bool = False
) -> Removal:
    """Take something away, with the agreement it does not keep to and a reason. It is hidden when this returns.

    What the MR wrote waits for a member of the MR (``waits_for_member``), hidden meanwhile.

    Raises:
        Gone: it is not there, is being taken away, or somebody else decided on the report (``item``) just now.
    """
    state = State.ASKED if waits_for_member else State.HIDDEN
    removal = _begin(subject, by, state=state, clause=clause_id, reason=reason, item=item)
    if waits_for_member:
        queue_mails.ask_members(removal)
    else:
        queue_mails.tell_author(removal)
    return removal


@clause("D12")
@transaction.atomic
def take_back(subject: Subject, *, by: User) -> Removal:
    """One's own words or photo, taken back: kept the same way, without a case.

    Raises:
        Gone: it is not there, is being taken away, or it or something in it was reported: then somebody looks first.
    """
    if Item.objects.open().filter(_all_of(subject)).exists():
        raise Gone
    return _begin(subject, by, state=State.HIDDEN, is_taken_back=True)


def _begin(subject: Subject, by: User, *, item: Item | None = None, **more: object) -> Removal:
    held = find(subject.kind, subject.pk, held=True)
    if item is not None and not Item.objects.open().filter(pk=item.pk).exists():
        raise Gone
    known = Removal.objects.filter(kind=subject.kind, object_id=subject.pk)
    if held is None or known.filter(state__in=[State.ASKED, State.HIDDEN]).exists():
        raise Gone
    held.hide()
    removal = Removal(
        school=held.school,
        kind=held.kind,
        object_id=held.pk,
        school_group=held.school_group,
        author=held.author,
        asked_by=by,
        item=item,
        **more,
    )
    fresh = find(subject.kind, subject.pk)
    assert fresh is not None  # it is held
    removal.record = record_of(fresh, removal)
    removal.save()
    _decide(removal, held, by)
    audit.record("taken_back" if removal.is_taken_back else "removed", by=by, on=removal, detail=removal.clause)
    if removal.state == State.HIDDEN:
        ring("moderation.seal_removals")
    return removal


def _decide(removal: Removal, subject: Subject, by: User) -> None:
    """What was reported about it is decided with it, and so is what was reported about all that goes along."""
    for item in Item.objects.open().filter(_all_of(subject)):
        Item.objects.filter(pk=item.pk).update(
            state=Item.State.REMOVED, decided_at=clock.now(), decided_by=by, hidden_at=item.hidden_at or clock.now()
        )
        if (item.kind, item.object_id) == (removal.kind, removal.object_id):
            Removal.objects.filter(pk=removal.pk, item__isnull=True).update(item=item)


def _all_of(subject: Subject) -> Q:
    """What can have been reported of it: itself, and the photos and reactions that go along."""
    of_it, rows = Q(kind=subject.kind, object_id=subject.pk), subject.rows()
    for kind, model in ((Kind.PHOTO, Photo), (Kind.REACTION, Reaction)):
        of_it |= Q(kind=kind, object_id__in=[row.pk for row in rows if isinstance(row, model)])
    return of_it


@clause("D12")
@transaction.atomic
def agree_as_member(removal: Removal, *, by: User) -> bool:
    """A member of the MR agrees that what the MR wrote goes. True when this call did it."""
    if _waiting(removal, by).update(state=State.HIDDEN, agreed_by=by, due_at=clock.now()) != 1:
        return False
    audit.record("removal_agreed", by=by, on=removal)
    queue_mails.tell_author(removal)
    ring("moderation.seal_removals")
    return True


@clause("D12")
@transaction.atomic
def refuse_as_member(removal: Removal, *, by: User) -> bool:
    """A member of the MR does not agree: it is shown again, and what was reported about it is put back. True when this
    call did it."""
    if _waiting(removal, by).update(state=State.CANCELLED, record=None) != 1:
        return False
    subject = find(removal.kind, removal.object_id, held=True)
    if subject is not None:
        subject.show()
    if subject is not None and removal.item is not None:  # what went meanwhile with its post is not put back
        kept = {"state": Item.State.KEPT, "decided_by": by, "reason": _("The MR did not agree that it goes.")}
        Item.objects.filter(pk=removal.item.pk).update(**kept, decided_at=clock.now(), hidden_at=None)
        queue_mails.tell_reporters(removal.item)
    audit.record("removal_refused", by=by, on=removal)
    return True


def _waiting(removal: Removal, by: User) -> "QuerySet[Removal]":
    """Only as long as it waits, and never for who asked or who wrote it."""
    waiting: QuerySet[Removal] = Removal.objects.filter(pk=removal.pk, state=State.ASKED)
    return waiting.exclude(Q(asked_by=by) | Q(author=by))


@clause("D12")
def needs_member(subject: Subject, *, by: User) -> bool:
    """Whether a member of the MR must agree: what the MR wrote to its own voters is not the head's alone. When there is
    no other member than the author, there is nobody to ask, and the head goes on alone."""
    if not subject.is_of_mr or subject.school_group is None:
        return False
    return members_to_ask(subject.school_group, author=subject.author, by=by).exists()
