"""Who comes in later: a colleague who teaches the group since, or next year's teachers when the head says so (B7)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from conversations.actions.saying import say
from conversations.actions.starting import desk_of
from conversations.models import Conversation, Participant
from groups.models import Membership, Role, SchoolGroup
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
    members = Membership.objects.in_force().filter(~Exists(inside))
    teachers = members.filter(role__name=Role.Name.TEACHER, role__school_group=OuterRef("school_group"))
    care = members.filter(role__name=Role.Name.CARE, role__school=OuterRef("school"))
    open_ones = Conversation.objects.filter(closed_at__isnull=True)
    at_teachers = open_ones.filter(Exists(teachers), desk=Conversation.Desk.TEACHERS)
    at_care = open_ones.filter(Exists(care), desk=Conversation.Desk.CARE)
    return [*at_teachers.select_related("pupil", "school_group"), *at_care.select_related("pupil")]


@transaction.atomic
def _let_in(conversation: Conversation) -> int:
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    members = _outside(conversation, desk_of(conversation.pupil, conversation.school_group))
    for row in members:
        _come_in(conversation, row)
    return len(members)


def _outside(conversation: Conversation, members: list[Membership]) -> list[Membership]:
    """Those who are not in it on a ground that stands."""
    inside = set(conversation.participants.grounded().values_list("person_id", flat=True))
    return [row for row in members if row.user_id not in inside]


def _come_in(conversation: Conversation, row: Membership, *, reads_all: bool = False) -> None:
    """With a row of its own, also for who was in it before on a ground that ended: what was written between is not
    theirs."""
    now = clock.now()
    conversation.participants.filter(person=row.user, left_at__isnull=True).update(left_at=now)
    sees_from = conversation.started_at if reads_all else now
    Participant.objects.create(conversation=conversation, person=row.user, membership=row, sees_from=sees_from)
    said = (
        _("%(name)s reads and writes here too, and reads all of it.")
        if reads_all
        else _("%(name)s reads and writes here too from now on.")
    )
    say(conversation, said % {"name": row.user.called})


@clause("B7")
@transaction.atomic
def hand_over(conversation: Conversation, school_group: SchoolGroup, *, by: User, reads_all: bool) -> int:
    """The head gives a conversation to the teachers of another group: next year's. How many came in."""
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    row.desk, row.school_group = Conversation.Desk.TEACHERS, school_group
    row.save(update_fields=["desk", "school_group"])
    members = _outside(row, desk_of(row.pupil, school_group))
    for member in members:
        _come_in(row, member, reads_all=reads_all)
    audit.record("conversation_handed_over", by=by, on=row, detail=str(school_group))
    return len(members)
