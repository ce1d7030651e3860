"""Reactions: written, changed and withdrawn by their author."""

from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from groups.permissions import hat_in
from messaging.actions.posts import KeyTaken
from messaging.models import Post, Reaction, ReactionVersion
from protocol import clock
from protocol.clauses import clause


class ReactionsClosed(Exception):
    """Reactions were closed while somebody was writing one."""


@clause("B4")
@transaction.atomic
def add_reaction(post: Post, text: str, *, by: User, key: UUID | None = None) -> Reaction:
    """Write under a post. The form's key makes sending twice the same as sending once.

    Raises:
        ReactionsClosed: the post takes no reactions (any more).
        KeyTaken: the key is of another person's reaction, or of one under another post.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not (post.is_published and post.reactions_open):
        raise ReactionsClosed
    hat = hat_in(by, post.school_group)
    reaction, _ = Reaction.objects.get_or_create(
        key=key or uuid4(), defaults={"author": by, "post": post, "author_role": hat, "text": text}
    )
    if (reaction.author_id, reaction.post_id) != (by.pk, post.pk):
        raise KeyTaken(key)
    return reaction


@transaction.atomic
def edit_reaction(reaction: Reaction, text: str, *, by: User) -> bool:
    """Change one's own reaction within ten minutes, the old words kept. True when this call changed it."""
    row = Reaction.objects.select_for_update().changeable_by(by).filter(pk=reaction.pk).first()
    if row is None or row.text == text:
        return False
    ReactionVersion.objects.create(reaction=row, text=row.text, replaced_at=clock.now())
    row.text, row.edited_at = text, clock.now()
    row.save(update_fields=["text", "edited_at"])
    return True


def withdraw_reaction(reaction: Reaction, *, by: User) -> bool:
    """Take one's own reaction back within ten minutes; readers no longer see it. True when this call did it."""
    return Reaction.objects.changeable_by(by).filter(pk=reaction.pk).update(withdrawn_at=clock.now()) == 1
