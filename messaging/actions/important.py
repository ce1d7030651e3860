"""Important news of the head: told to everybody at once, whatever they chose; rare, and counted (E8)."""

from django.db.models import Q

from accounts import audit
from accounts.models import User
from groups.models import Role, School
from groups.school_year import school_year
from messaging.facts import Posting
from messaging.models import Post
from messaging.rules import Importance, Unplannable
from protocol import clock
from protocol.clauses import clause
from protocol.words import msgid

State = Post.State


@clause("E8")
def importance_of(posting: Posting, *, besides: Post | None = None) -> Importance | None:
    """The next time of this school year; None for who is not the head. One query."""
    if posting.role != Role.Name.HEAD:
        return None
    return Importance(_times(posting.group.school, besides) + 1, posting.policy.important_free)


def _times(school: School, besides: Post | None) -> int:
    """What is out, on its way, or waits for consent as important in this school year."""
    begins_at = clock.begin_of(school_year(clock.today())[0])
    is_out = Q(state=State.PUBLISHED, published_at__gte=begins_at) | Q(state__in=[State.PLANNED, State.WAITING])
    posts = Post.objects.filter(is_out, is_important=True, school_group__school=school)
    return int((posts.exclude(pk=besides.pk) if besides else posts).count())


@clause("E8")
def set_important(post: Post, *, is_important: bool, why: str, by: User) -> None:
    """Say of a draft that is sent whether it is important news; of anybody but the head it is ordinary news.

    Raises:
        Unplannable: the school's number of this year is used up, and there is no reason.
    """
    found = importance_of(Posting(post.school_group, by), besides=post) if is_important else None
    if found is not None and found.needs_why and not why:
        raise Unplannable(msgid("Write in one sentence why this is important."))
    why = why if found is not None else ""
    Post.objects.filter(pk=post.pk, state=State.DRAFT).update(is_important=found is not None, why_important=why)
    if found is not None:
        audit.record("important_news", by=by, on=post, detail=f"{found.number}")
