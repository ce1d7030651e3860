"""Who comes in later: a colleague who teaches the group since, or next year's teachers when the head says so (B7)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from conversations import notices
from conversations.actions.saying import say
from conversations.actions.starting import desk_of
from conversations.actions.writing import Closed
from conversations.models import Conversation, Participant
from conversations.permissions import everybody_in, may_write
from groups.models import Enrolment, Guardianship, Membership, Role, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@clause("B7")
def let_in_colleagues() -> int:
    """Let in who came to a desk since: teachers of the group, care coordinators. Each is announced, and reads from then
    on. A sweep; how many came in."""
    return sum(_let_in(conversation) for conversation in _with_somebody_new())


def _with_somebody_new() -> Iterable[Conversation]:
    """The open conversations that somebody at their desk is not in yet, or no longer."""
    inside = Participant.objects.grounded().filter(conversation=OuterRef(OuterRef("pk")), person=OuterRef("user"))
    theirs = Guardianship.objects.valid_on(clock.today()).filter(guardian=OuterRef("user"))
    own_child = theirs.filter(pupil=OuterRef(OuterRef("pupil")))
    members = Membership.objects.in_force().filter(~Exists(inside), ~Exists(own_child))
    teachers = members.filter(role__name=Role.Name.TEACHER, role__school_group=OuterRef("school_group"))
    care = members.filter(role__name=Role.Name.CARE, role__school=OuterRef("school"))
    open_ones = Conversation.objects.filter(closed_at__isnull=True, pupil__deceased_at__isnull=True)
    # Who begins to teach a class has nothing to do with a child that left it.
    enrolled = Enrolment.objects.filter(pupil=OuterRef("pupil"), school_group=OuterRef("school_group"))
    has_left = Exists(enrolled) & ~Exists(enrolled.exclude(valid_until__lt=clock.today()))
    at_teachers = open_ones.filter(Exists(teachers), ~has_left, desk=Conversation.Desk.TEACHERS)
    at_care = open_ones.filter(Exists(care), desk=Conversation.Desk.CARE)
    return [*at_teachers.select_related("pupil", "school_group"), *at_care.select_related("pupil")]


@transaction.atomic
def _let_in(conversation: Conversation) -> int:
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    return _let_in_to(conversation, clock.now())


def _let_in_to(conversation: Conversation, since: datetime) -> int:
    """Everybody of its desk who is not in it yet; its caller holds the row."""
    members = _outside(conversation, desk_of(conversation.pupil, conversation.school_group))
    for row in members:
        _come_in(conversation, row, since)
        _say_came_in(conversation, row)
    return len(members)


def _outside(conversation: Conversation, members: list[Membership]) -> list[Membership]:
    """Those who are not in it on a ground that stands."""
    inside = set(conversation.participants.grounded().values_list("person_id", flat=True))
    return [row for row in members if row.user_id not in inside]


def _come_in(conversation: Conversation, row: Membership, since: datetime) -> Participant:
    """From this moment on, with a row of its own, also for who was in it before on a ground that ended: what was
    written between is not theirs."""
    conversation.participants.filter(person=row.user_id, left_at__isnull=True).update(left_at=since)
    joined: Participant = Participant.objects.create(
        conversation=conversation, person=row.user, membership=row, sees_from=since
    )
    return joined


def _say_came_in(conversation: Conversation, row: Membership) -> None:
    say(conversation, _("%(name)s reads and writes here too from now on.") % {"name": row.user.called})


@clause("B7")
@transaction.atomic
def hand_over(conversation: Conversation, school_group: SchoolGroup, *, by: User) -> bool:
    """The head gives a conversation to the teachers of another group: next year's. It is announced in it, and they read
    from the moment they come in; who does not teach there yet comes in by the sweep. Who taught the child before, and
    does not now, reads no more of it. True when this call did it."""
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if row.closed_at is not None or row.school_group_id == school_group.pk:
        return False
    row.desk, row.school_group = Conversation.Desk.TEACHERS, school_group
    row.save(update_fields=["desk", "school_group"])
    said = say(
        row, _("The school handed this conversation over to the teachers of %(group)s.") % {"group": school_group}
    )
    _take_leave(row, said.deliver_at)
    _let_in_to(row, said.deliver_at)
    audit.record("conversation_handed_over", by=by, on=row.pupil, detail=str(school_group))
    return True


@clause("B7", "B8")
def _take_leave(conversation: Conversation, moment: datetime) -> None:
    """The teachers of before, but for those who teach the child now too."""
    now = [row.user_id for row in desk_of(conversation.pupil, conversation.school_group)]
    teachers = conversation.participants.filter(left_at__isnull=True, membership__role__name=Role.Name.TEACHER)
    teachers.exclude(person__in=now).update(left_at=moment)


@clause("B7")
@transaction.atomic
def bring_in(conversation: Conversation, membership: Membership, *, by: User) -> Participant | None:
    """Somebody in it brings in who may help: announced by name, and reading from then on. Nothing for who is in it.

    Raises:
        Closed: it is closed, or who asks is not in it or may only read.
    """
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    inside = everybody_in(row.pk)
    if not any(one.person_id == by.pk and may_write(one) for one in inside):
        raise Closed
    if any(one.person_id == membership.user_id for one in inside):
        return None
    joined = _come_in(row, membership, clock.now())
    words = {"who": by.called, "name": membership.user.called}
    said = say(row, _("%(who)s brought in %(name)s, who reads and writes here too from now on.") % words, by=by)
    notices.tell_one(said, joined)
    return joined
