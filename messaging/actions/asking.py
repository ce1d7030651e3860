"""A post steps back: it waits for consent, or is its author's draft again (B5)."""

from datetime import date

from accounts.models import User
from groups.calendar import SchoolTime
from groups.recipients import icts_of, works_at
from messaging import mails
from messaging.actions.scheduling import NO_PLACE
from messaging.facts import Posting
from messaging.models import Approval, Exemption, Post
from messaging.offending import Offends
from messaging.rules.offence import Offence
from protocol import clock
from protocol.clauses import clause

NO_CONSENT: dict[str, object] = {"consent": "", "approved_by": None, "approved_hash": ""}


@clause("B5", "E4")
def ask_consent(
    post: Post, posting: Posting, change: dict[str, object] | None = None, *, is_offence: bool = False
) -> Approval:
    """Ask for consent with these very words; a request that was open is closed. The caller holds the post's row.

    With ``change`` the post is out already and stays as it is: the new words wait. ``is_offence``: words of it are
    held, and somebody else than the writer looks, also where the writer is who decides.
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
        is_offence=is_offence,
        deputy=stand_in_for(post.author, posting) if is_offence else None,
        due_on=_due_on(clock.today(), posting.school.time, posting.policy.approval_days),
    )
    mails.queue_asked(approval)
    return approval


@clause("E4")
def hold(author: User, posting: Posting, found: list[Offence], *, asks: bool) -> None:
    """Stop what offends, unless its author asks somebody else.

    Raises:
        Offends: the author did not ask, or nobody else can decide.
    """
    if not found:
        return
    may_ask = can_be_asked(author, posting)
    if not (asks and may_ask):
        raise Offends(found, may_ask=may_ask)


def can_be_asked(author: User, posting: Posting) -> bool:
    """Whether somebody else than the author can decide."""
    return bool(mails.people_beside(author, posting.group)) or stand_in_for(author, posting) is not None


@clause("E4")
def stand_in_for(author: User, posting: Posting) -> User | None:
    """Who decides where the author alone would: the deputy whom the school named, else the ICT contact."""
    school = posting.group.school
    if mails.people_beside(author, posting.group):
        return None
    deputy = posting.policy.deputy
    if deputy is not None and deputy.pk != author.pk and works_at(deputy, school):
        return deputy
    return icts_of(school).exclude(pk=author.pk).first()


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
