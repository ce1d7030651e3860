"""What is on its way: taken back, moved, sent now, swapped, or taken over when a colleague is ill (D10, E8)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from groups.permissions import hat_in
from messaging.actions.asking import NO_CONSENT, back_to_draft, close_requests
from messaging.actions.exempting import exempt, open_to
from messaging.actions.publishing import publish_if_ready
from messaging.actions.scheduling import AS_AGREED, NO_PLACE, Choice, schedule
from messaging.facts import Posting
from messaging.models import Post
from messaging.rules import How, Plan, Unplannable, plan_post
from protocol import clock
from protocol.clauses import clause

State = Post.State


class NotOnItsWay(Exception):
    """The post is out already, or a draft again."""


def _held(post: Post, *states: str) -> Post:
    found: Post | None = Post.objects.held().filter(pk=post.pk, state__in=states).first()
    if found is None:
        raise NotOnItsWay(post.pk)
    return found


@transaction.atomic
def withdraw_post(post: Post) -> bool:
    """Make what waits or is planned its author's draft again; its place is free. True when this call did it."""
    held = Post.objects.held().filter(pk=post.pk).first()
    return held is not None and back_to_draft(held)


@clause("D10")
@transaction.atomic
def move_post(post: Post, day: date | None) -> Plan:
    """Plan a planned post on another day.

    Raises:
        NotOnItsWay: it is not planned any more.
        Unplannable: there is no such day, it is over or too far ahead, has no school, or has no room.
    """
    held = _held(post, State.PLANNED)
    close_requests(held)
    return schedule(held, Posting(held.school_group, held.author), Choice(How.DAY, day))


@clause("D10", "E8")
@transaction.atomic
def send_planned(post: Post, *, by: User, choice: Choice = AS_AGREED) -> Plan:
    """Send a planned post as early as the agreements let this person, the author or who stands in; never later than it
    was. What is gone round is recorded.

    Raises:
        NotOnItsWay: it is not planned any more.
    """
    held = _held(post, State.PLANNED)
    posting = Posting(held.school_group, held.author, sender=by)
    choice = open_to(posting, choice)
    if choice.how is not How.AUTO:
        close_requests(held)  # what is asked now comes instead of what was asked before
    choice = exempt(held, posting, choice)
    plan = plan_post(clock.now(), posting.facts(besides=held), choice.how)
    if held.publish_at is None or plan.publish_at < held.publish_at:
        plan = schedule(held, posting, choice)
        if publish_if_ready(held.pk):
            close_requests(held)
    return plan


@clause("D10")
@transaction.atomic
def swap_posts(post: Post, other: Post) -> None:
    """Two planned posts of one author in one group change places.

    Raises:
        NotOnItsWay: one of them is not planned any more.
    """
    first, second = (_held(row, State.PLANNED) for row in sorted((post, other), key=lambda row: row.pk))
    places = [{name: getattr(row, name) for name in NO_PLACE} for row in (first, second)]
    Post.objects.filter(pk=first.pk).update(state=State.DRAFT, **NO_PLACE)  # the places are unique: one makes room
    Post.objects.filter(pk=second.pk).update(**places[0])
    Post.objects.filter(pk=first.pk).update(state=State.PLANNED, **places[1])


@clause("E8")
@transaction.atomic
def take_over_post(post: Post, *, by: User) -> Post:
    """A colleague of the group goes on with a planned post, under the own name; it keeps its day when there is room.

    Consent that the first author needed falls away: who may take over needs none, and nobody agrees with their own.

    Raises:
        NotOnItsWay: it is not planned any more.
    """
    held = _held(post, State.PLANNED)
    day = held.slot_on
    close_requests(held)
    mine = {"author": by, "author_role": hat_in(by, held.school_group), **NO_CONSENT, **NO_PLACE}
    Post.objects.filter(pk=held.pk).update(state=State.DRAFT, **mine)
    held.refresh_from_db()
    posting = Posting(held.school_group, by)
    try:
        schedule(held, posting, Choice(How.DAY, day))
    except Unplannable:
        schedule(held, posting)
    return held
