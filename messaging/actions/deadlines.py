"""When nobody decides: a reminder, somebody who stands in, or out it goes, as the school agreed (B5)."""

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from groups.models import PostingPolicy, policy_of
from groups.recipients import works_at
from messaging import mails
from messaging.actions.approvals import release
from messaging.models import Approval
from protocol import clock
from protocol.clauses import clause

Silence = PostingPolicy.Silence


@clause("B5")
def watch_approvals() -> int:
    """Look after every request whose last day is over; the number that something was done about.

    Safe to run twice and at the same time as itself: a row is reminded of by one conditional update, and let out by
    one decision. Late after an outage rather than never.
    """
    late = Approval.objects.open().filter(due_on__lt=clock.today())
    lets_out = Q(post__school_group__school__posting_policy__silence=Silence.RELEASE)
    todo = late.filter(Q(reminded_at__isnull=True) | lets_out).order_by("asked_at", "pk")
    return sum(_watch(pk) for pk in list(todo.values_list("pk", flat=True)))


@transaction.atomic
def _watch(pk: int) -> bool:
    rows = Approval.objects.open().select_related("author", "deputy", "post__school_group__school")
    approval: Approval | None = rows.filter(pk=pk).first()
    if approval is None:
        return False
    policy = policy_of(approval.post.school_group.school)
    if policy.silence == Silence.RELEASE and release(approval):
        mails.queue_released(approval)
        return True
    return _remind(approval, _deputy_of(approval, policy) or approval.deputy)


def _remind(approval: Approval, deputy: User | None) -> bool:
    row = Approval.objects.open().filter(pk=approval.pk, reminded_at__isnull=True)
    if row.update(reminded_at=clock.now(), deputy=deputy) != 1:
        return False
    approval.deputy = deputy
    mails.queue_late(approval)
    return True


def _deputy_of(approval: Approval, policy: PostingPolicy) -> User | None:
    """Who stands in: whom the school named, while at work there; never the writer."""
    deputy = policy.deputy
    if deputy is None or deputy.pk == approval.author_id or not works_at(deputy, approval.post.school_group.school):
        return None
    return deputy
