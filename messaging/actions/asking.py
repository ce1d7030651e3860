"""A post steps back: it waits for consent, or is its author's draft again (B5)."""

from datetime import date

from groups.calendar import SchoolTime
from messaging import mails
from messaging.actions.scheduling import NO_PLACE
from messaging.facts import Posting
from messaging.models import Approval, Exemption, Post
from protocol import clock
from protocol.clauses import clause

NO_CONSENT: dict[str, object] = {"consent": "", "approved_by": None, "approved_hash": ""}


@clause("B5")
def ask_consent(post: Post, posting: Posting, change: dict[str, object] | None = None) -> Approval:
    """Ask for consent with these very words; a request that was open is closed. The caller holds the post's row.

    With ``change`` the post is out already and stays as it is: the new words wait.
    """
    close_requests(post)
    if change is None:
        waiting = NO_CONSENT | NO_PLACE | {"state": Post.State.WAITING, "consent": Post.Consent.WAITING}
        Post.objects.filter(pk=post.pk).update(**waiting)
        post.refresh_from_db()
    approval: Approval = Approval.objects.create(
        post=post,
        author_id=post.author_id,
        content_hash=post.content_hash(),
        change=change,
        due_on=_due_on(clock.today(), posting.school.time, posting.policy.approval_days),
    )
    mails.queue_asked(approval)
    return approval


def _due_on(day: date, time: SchoolTime, school_days: int) -> date:
    """The last of so many school days after this one; when fewer are known, the last of those."""
    for _ in range(school_days):
        day = time.next_school_day(day) or day
    return day


def back_to_draft(post: Post) -> bool:
    """What waits or is planned is a draft again, and its place free. The caller holds the row. True when it was so."""
    close_requests(post)
    on_its_way = Post.objects.filter(pk=post.pk, state__in=[Post.State.WAITING, Post.State.PLANNED])
    return on_its_way.update(state=Post.State.DRAFT, **NO_CONSENT, **NO_PLACE) == 1


def close_requests(post: Post) -> None:
    """What was asked about a post needs no answer any more."""
    now = clock.now()
    Approval.objects.open().filter(post=post).update(outcome=Approval.Outcome.WITHDRAWN, decided_at=now)
    Exemption.objects.asked().filter(post=post).update(state=Exemption.State.LAPSED)
