"""The head, or an admin for a trainee, agrees with a post, or sends it back (B5)."""

from django.db import transaction

from accounts.models import User
from groups.models import SchoolGroup
from groups.roles import POST
from messaging import mails
from messaging.actions.asking import back_to_draft
from messaging.actions.editing import ChangedMeanwhile, Content, change_words
from messaging.actions.publishing import publish_if_ready
from messaging.actions.scheduling import AS_AGREED, schedule
from messaging.facts import Posting
from messaging.models import Approval, Post
from messaging.offending import offences_in_change, offences_in_post
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

Outcome = Approval.Outcome


@clause("B5")
@transaction.atomic
def approve(approval: Approval, *, by: User, seen: str) -> bool:
    """Agree with the words that ``seen`` stands for (their hash). True when this call did it; of two at once one wins.

    Raises:
        ChangedMeanwhile: the post says something else than what was seen.
        IntegrityError: it is the own post.
    """
    post = Post.objects.held().get(pk=approval.post_id)
    if post.content_hash() != approval.content_hash or seen != hash_of(approval):
        raise ChangedMeanwhile(post)
    if not _decide(approval, Outcome.APPROVED, by):
        return False
    _carry_out(approval, post, Post.Consent.APPROVED, approved_by=by, approved_hash=approval.content_hash)
    return True


@clause("B5")
@transaction.atomic
def send_back(approval: Approval, reason: str, *, by: User) -> bool:
    """Give a post back to its author with a reason. True when this call did it."""
    post = Post.objects.held().get(pk=approval.post_id)
    if not _decide(approval, Outcome.RETURNED, by, reason=reason):
        return False
    if approval.change is None:
        back_to_draft(post)
    return True


@clause("B5", "E4")
@transaction.atomic
def release(approval: Approval) -> bool:
    """Let a post out on which nobody decided in time, where the school agreed so. True when this call did it.
    Words that are held never go out by themselves."""
    post = Post.objects.held().get(pk=approval.post_id)
    change = approval.change
    if approval.is_offence or (offences_in_post(post) if change is None else offences_in_change(post, change)):
        return False
    if post.content_hash() != approval.content_hash or not _decide(approval, Outcome.RELEASED, None):
        return False
    _carry_out(approval, post, Post.Consent.RELEASED)
    return True


def hash_of(approval: Approval) -> str:
    """What the one who decides must have seen: the post, and the new words when it is out already."""
    return approval.content_hash if approval.change is None else f"{approval.content_hash}:{approval.pk}"


def _decide(approval: Approval, outcome: str, by: User | None, reason: str = "") -> bool:
    row = Approval.objects.open().filter(pk=approval.pk)
    is_done = row.update(outcome=outcome, decided_by=by, decided_at=clock.now(), reason=reason) == 1
    if is_done:
        approval.refresh_from_db()
        mails.queue_answer(approval)
    return is_done


def _carry_out(approval: Approval, post: Post, consent: str, **approved: object) -> None:
    """What was agreed with happens: the new words stand in a post that is out, or the post goes out."""
    if approval.change is not None:
        new = approval.change | {
            "reactions_open": post.reactions_open
        }  # as it stands now: somebody may have closed them
        alts = new.pop("alts", {})
        change_words(post, Content(**new), by=post.author, alts=alts)
        return
    _let_out(post, consent, **approved)


def _let_out(post: Post, consent: str, **approved: object) -> None:
    if not SchoolGroup.objects.with_perm(post.author, POST).filter(pk=post.school_group_id).exists():
        back_to_draft(post)
        return
    schedule(post, Posting(post.school_group, post.author), AS_AGREED, consent=consent, **approved)
    publish_if_ready(post.pk)
    ring("messaging.publish_due_posts")
