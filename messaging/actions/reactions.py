"""Reactions: written, changed and withdrawn by their author; held when they offend (E4)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from accounts.limits import Limit, spend
from accounts.models import User
from groups.models import SchoolGroup, stop_of
from groups.permissions import hat_in
from groups.roles import REACT
from messaging import held_mails
from messaging.actions.posts import KeyTaken
from messaging.models import Post, Reaction, ReactionVersion
from messaging.offending import Offends, offences_in
from protocol import clock
from protocol.clauses import clause

REACTIONS = Limit("reactions, one person", 40, timedelta(hours=1))


class ReactionsClosed(Exception):
    """Reactions were closed, or the head stopped all sending, while somebody was writing one."""


@clause("B4", "E4")
@transaction.atomic
def add_reaction(post: Post, text: str, *, by: User, key: UUID | None = None, asks: bool = False) -> Reaction:
    """Write under a post. The form's key makes sending twice the same as sending once.

    What offends is kept only for who ``asks`` whether it may, and held: no reader sees it.

    Raises:
        ReactionsClosed: the post takes no reactions (any more), or none of this person now.
        TooMany: this person wrote too many lately.
        KeyTaken: the key is of another person's reaction, or of one under another post.
        Offends: there is something in it that is held, and its author did not ask.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not (post.is_published and post.reactions_open) or _is_stopped(post, by):
        raise ReactionsClosed
    held_at = _held_from(post, text, asks=asks)
    hat = hat_in(by, post.school_group)
    reaction, is_new = Reaction.objects.get_or_create(
        key=key or uuid4(),
        defaults={"author": by, "post": post, "author_role": hat, "text": text, "held_at": held_at},
    )
    if (reaction.author_id, reaction.post_id) != (by.pk, post.pk):
        raise KeyTaken(key)
    if is_new:
        spend(REACTIONS, f"person {by.pk}")
    if is_new and held_at is not None:
        held_mails.queue_held(reaction)
    return reaction


@clause("F5")
def _is_stopped(post: Post, by: User) -> bool:
    """Whether the school's stop on all sending keeps this person from reacting here. One query while none stands."""
    if stop_of(by) is None:
        return False
    return not SchoolGroup.objects.with_perm(by, REACT).filter(pk=post.school_group_id).exists()


@clause("E4", "F5")
@transaction.atomic
def edit_reaction(reaction: Reaction, text: str, *, by: User, asks: bool = False) -> bool:
    """Change one's own reaction within ten minutes, or as long as it is held, the old words kept. Words that no longer
    offend are out at once. True when this call changed it: not once a measure keeps its author from writing (F5).

    Raises:
        Offends: there is something in it that is held, and its author did not ask.
    """
    may_react = SchoolGroup.objects.with_perm(by, REACT).values("pk")
    # The reaction alone is held: who removes a post holds that first, and its reactions after it.
    held = Reaction.objects.select_for_update(of=("self",)).changeable_by(by)
    row = held.filter(pk=reaction.pk, post__school_group__in=may_react).first()
    if row is None or row.text == text:
        return False
    held_at = _held_from(row.post, text, asks=asks)
    ReactionVersion.objects.create(reaction=row, text=row.text, replaced_at=clock.now())
    row.text, row.edited_at, row.held_at = text, clock.now(), held_at
    row.decided_by, row.decided_at, row.return_reason = None, None, ""
    row.save(update_fields=["text", "edited_at", "held_at", "decided_by", "decided_at", "return_reason"])
    if held_at is not None:
        held_mails.queue_held(row)
    return True


def _held_from(post: Post, text: str, *, asks: bool) -> datetime | None:
    """Since when words are held: nothing for those that do not offend."""
    found = offences_in(post.school_group.school_id, [text])
    if found and not asks:
        raise Offends(found)
    return clock.now() if found else None


def withdraw_reaction(reaction: Reaction, *, by: User) -> bool:
    """Take one's own reaction back within ten minutes, or as long as it is held; readers no longer see it. True when
    this call did it."""
    return Reaction.objects.changeable_by(by).filter(pk=reaction.pk).update(withdrawn_at=clock.now()) == 1


@clause("E4")
@transaction.atomic
def release_reaction(reaction: Reaction, *, by: User) -> bool:
    """Let out what was held, with the words that ``reaction`` has. True when this call did it; of two at once one wins,
    and other words meanwhile are another question."""
    return _decide(reaction, by, held_at=None)


@clause("E4")
@transaction.atomic
def return_reaction(reaction: Reaction, reason: str, *, by: User) -> bool:
    """Give what is held back to its author with a reason: it stays held. True when this call did it."""
    return _decide(reaction, by, return_reason=reason)


def _decide(reaction: Reaction, by: User, **changes: object) -> bool:
    row = Reaction.objects.held_for(by).filter(pk=reaction.pk, text=reaction.text)
    # Named by key: a conditional update of rows that are found by joins is not one on every database.
    waiting = Reaction.objects.held().filter(pk__in=list(row.values_list("pk", flat=True)), text=reaction.text)
    is_done = waiting.filter(decided_at__isnull=True).update(decided_by=by, decided_at=clock.now(), **changes) == 1
    if is_done:
        reaction.refresh_from_db()
        held_mails.queue_decided(reaction)
    return is_done
