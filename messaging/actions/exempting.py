"""Going round a limit on the record: a few urgent posts a month freely, more when the head says so (D10, E8)."""

from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from groups.models import Role
from messaging import mails
from messaging.actions.scheduling import AS_AGREED, Choice, schedule
from messaging.facts import Posting
from messaging.models import Exemption, Post
from messaging.rules import How, room_on
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

Kind, State = Exemption.Kind, Exemption.State
_KINDS = {How.URGENT: Kind.URGENT, How.EXCURSION: Kind.EXCURSION, How.REASON: Kind.REASON, How.NOW: Kind.NOW}


@clause("D10")
def open_to(posting: Posting, choice: Choice) -> Choice:
    """The way that was chosen; "now, everybody" is the head's, and for anybody else it means as agreed."""
    return AS_AGREED if choice.how is How.NOW and posting.role != Role.Name.HEAD else choice


@clause("D10", "E8")
def exempt(post: Post, posting: Posting, choice: Choice) -> Choice:
    """Record the way round a limit that an author takes, and what it comes to: one's urgent posts of the month that are
    used up make it a question to the head, and until then the post is planned as agreed."""
    if choice.how not in _KINDS:
        return choice
    if choice.how is How.URGENT and room_on(clock.today(), posting.facts(besides=post)):
        choice = replace(choice, how=How.REASON)  # the day has room: only the hour is gone round
    if choice.how is not How.URGENT:
        _record(post, choice, posting)
        return choice
    if _take_free(post, posting, choice):
        return choice
    mails.queue_exemption_asked(_record(post, choice, posting, state=State.ASKED))
    return AS_AGREED


def _record(post: Post, choice: Choice, posting: Posting, **more: object) -> Exemption:
    row: Exemption = Exemption.objects.create(
        post=post, author=posting.sender, kind=_KINDS[choice.how], reason=choice.reason, **more
    )
    return row


def _take_free(post: Post, posting: Posting, choice: Choice) -> bool:
    """Take one of the urgent posts of this month; the unique number decides between two at once."""
    month = clock.today().replace(day=1)
    for number in free_numbers(posting.sender, posting.policy.urgent_free, month):
        try:
            with transaction.atomic():
                _record(post, choice, posting, month=month, number=number)
        except IntegrityError:
            continue
        return True
    return False


def free_numbers(author: User, allowed: int, month: date) -> list[int]:
    """The urgent posts that an author has left in a month (its first day)."""
    taken = Exemption.objects.filter(author=author, month=month).values_list("number", flat=True)
    return sorted(set(range(1, allowed + 1)) - set(taken))


@clause("D10")
@transaction.atomic
def allow_exemption(exemption: Exemption, *, by: User) -> bool:
    """The head lets an urgent post go out today. True when this call did it; of two heads one wins.

    Raises:
        IntegrityError: it is the own request.
    """
    # The post first and then what is asked about it, as everywhere: two who hold one each would wait for each other.
    post = Post.objects.held().filter(pk=exemption.post_id).first()
    if not _decide(exemption, State.ALLOWED, by):
        return False
    if post is not None and post.state == Post.State.PLANNED:
        schedule(post, Posting(post.school_group, post.author), Choice(How.URGENT, reason=exemption.reason))
        ring("messaging.publish_due_posts")
    return True


@clause("D10")
@transaction.atomic
def refuse_exemption(exemption: Exemption, *, by: User) -> bool:
    """The head leaves an urgent post on the day it has. True when this call did it."""
    return _decide(exemption, State.REFUSED, by)


def _decide(exemption: Exemption, state: str, by: User) -> bool:
    asked = Exemption.objects.asked().filter(pk=exemption.pk)
    is_done = asked.update(state=state, decided_by=by, decided_at=clock.now()) == 1
    if is_done:
        exemption.refresh_from_db()
        mails.queue_exemption_answer(exemption)
    return is_done
