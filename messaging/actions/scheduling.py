"""Giving a post its moment and its place on a day (D10, E8). The database's unique places decide who gets one."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from messaging.facts import Posting
from messaging.models import Post
from messaging.rules import How, Plan, plan_post
from protocol import clock
from protocol.clauses import clause

State = Post.State
# Others may take the place that was free a moment ago; each time one of them has got it.
TRIES = 50


@dataclass(frozen=True)
class Choice:
    """How an author wants a post to go: the way, the day for ``How.DAY``, the reason for a way round a limit."""

    how: How = How.AUTO
    day: date | None = None
    reason: str = ""


AS_AGREED = Choice()
NO_PLACE: dict[str, object] = {
    "publish_at": None, "slot_on": None, "slot_number": None, "author_slot": None, "exempt": "", "ignores_hours": False,
}  # fmt: skip
_EXEMPT = {How.URGENT: Post.Exempt.URGENT, How.NOW: Post.Exempt.NOW}
_ANY_HOUR = (How.URGENT, How.NOW, How.EXCURSION, How.REASON)


@clause("D10", "E8")
@transaction.atomic
def schedule(post: Post, posting: Posting, choice: Choice = AS_AGREED, **changes: object) -> Plan:
    """Plan a post that waits in this state (a row its caller holds): its moment, and its place on the day.

    ``changes`` go into the same update. Of several posts at once each gets a place of its own: who comes too late for
    one plans anew.

    Raises:
        Unplannable: the day that was chosen cannot be.
    """
    for _ in range(TRIES):
        plan = plan_post(clock.now(), posting.facts(besides=post), choice.how, choice.day)
        if _take(post, plan, posting, choice.how, changes):
            post.refresh_from_db()
            return plan
    raise RuntimeError(f"no place for post {post.pk} in {TRIES} tries")


def _take(post: Post, plan: Plan, posting: Posting, how: How, changes: dict[str, object]) -> bool:
    """Write the plan down; False when somebody else got the place meanwhile."""
    places: dict[str, object] = dict(NO_PLACE)
    if plan.slot_on is not None:
        numbers = {}
        if posting.counts_group:
            numbers["slot_number"] = _free(post, plan.slot_on, "slot_number", school_group=post.school_group_id)
        if posting.counts_author:
            numbers["author_slot"] = _free(post, plan.slot_on, "author_slot", author=post.author_id)
        if max(numbers.values()) > posting.limit:
            return False
        places |= {"slot_on": plan.slot_on, **numbers}
    places |= {
        "state": State.PLANNED,
        "publish_at": plan.publish_at,
        "exempt": _EXEMPT.get(how, "" if posting.limit else Post.Exempt.SHARED),
        "ignores_hours": how in _ANY_HOUR,
    }
    try:
        with transaction.atomic():
            return Post.objects.filter(pk=post.pk, state=post.state).update(**places, **changes) == 1
    except IntegrityError:
        return False


def _free(post: Post, day: date, place: str, **whose: object) -> int:
    """The lowest place on this day that nobody else has."""
    taken = set(Post.objects.filter(slot_on=day, **whose).exclude(pk=post.pk).values_list(place, flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
