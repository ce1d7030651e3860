"""The doors of conversations. The participant table is the right, and what it stands on is asked each time."""

from uuid import UUID

from django.db.models import Exists, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from conversations.models import (
    Conversation,
    ConversationPolicy,
    Message,
    MessageFile,
    Participant,
    TogetherAsk,
    policy_of,
)
from groups.models import Enrolment, Guardianship, Membership, Pupil, Restriction, Role, School, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@clause("B7", "B8")
def get_participant_or_404(user: User, pk: int) -> Participant:
    """As what this person is in a conversation today, with the conversation.

    Raises:
        Http404: no such conversation, not in it (any more), or nothing of it arrived: the stranger cannot tell which.
    """
    row = _participant_or_404(user, pk)
    if not began(row) and not Message.objects.seen_by(row).exists():
        raise Http404
    return row


def _participant_or_404(user: User, pk: int) -> Participant:
    for row in everybody_in(pk):
        if row.person_id == user.pk:
            return row
    raise Http404


@clause("B7", "E8")
def began(participant: Participant) -> bool:
    """Whether this person began it. To anybody else a conversation of which nothing arrived yet, because it waits or is
    held, is not there: its subject says enough."""
    return participant.conversation.started_by_id == participant.person_id


@clause("B7", "B8")
def everybody_in(pk: int) -> list[Participant]:
    """All who read a conversation today, each with what the page tells of them. One query."""
    rows = Participant.objects.standing().with_measures().filter(conversation=pk)
    return list(
        rows.select_related(
            "person",
            "guardianship",
            "membership__role",
            "conversation__pupil",
            "conversation__school_group",
            "conversation__school__posting_policy",
            "conversation__school__conversation_policy",
        )
    )


@clause("B7", "F5")
def may_write(participant: Participant) -> bool:
    """Whether this participant, of ``everybody_in``, writes: the conversation is open, and no measure leaves only
    reading."""
    return participant.conversation.closed_at is None and not participant.only_reads  # type: ignore[attr-defined]


@clause("B7", "B8")
def get_message_or_404(user: User, key: UUID) -> Message:
    """A message this person reads today.

    Raises:
        Http404: no such message, or not for this person.
    """
    message = Message.objects.filter(key=key).first()
    if message is None:
        raise Http404
    participant = _participant_or_404(user, message.conversation_id)
    found: Message = get_object_or_404(Message.objects.seen_by(participant), pk=message.pk)
    return found


@clause("B7", "B8", "E4")
def get_file_or_404(user: User, key: UUID) -> MessageFile:
    """A file of a message this person reads today, or that is held and waits for this person; one that is still being
    checked is nobody's.

    Raises:
        Http404: no such file, not ready, or not for this person.
    """
    found = MessageFile.objects.ready().select_related("message__conversation").filter(key=key).first()
    if found is None:
        raise Http404
    waits = found.message.held_at is not None and Message.objects.held_for(user).filter(pk=found.message_id).exists()
    if not waits:
        get_message_or_404(user, found.message.key)
    return found


def get_own_message_on_its_way_or_404(user: User, key: UUID) -> Message:
    """One's own words that nobody read yet.

    Raises:
        Http404: no such message, somebody else's, delivered, or no longer in the conversation.
    """
    mine = Message.objects.taken_back_by(user).filter(conversation__in=Conversation.objects.visible_to(user))
    found: Message = get_object_or_404(mine, key=key)
    return found


@clause("E4", "B7")
def get_held_message_or_404(user: User, key: UUID) -> Message:
    """A message that is held and waits for this person, who reads nothing else of its conversation.

    Raises:
        Http404: no such message, decided on, or not this person's to decide.
    """
    rows = Message.objects.held_for(user).select_related("conversation__school", "author").prefetch_related("files")
    found: Message = get_object_or_404(rows, key=key)
    return found


@clause("B7")
def children_of(user: User) -> list[Guardianship]:
    """The links on which this guardian may write about a child today, by name. A child that died stands in no list."""
    members = Membership.objects.in_force(user).filter(guardianship__pupil__deceased_at__isnull=True)
    members = members.filter(guardianship__isnull=False)
    links = Guardianship.objects.filter(pk__in=members.values("guardianship"))
    return list(links.select_related("pupil").order_by("pupil__sort_name"))


@clause("B7")
def taught_by(user: User) -> list[SchoolGroup]:
    """The groups whose inbox this person shares today: of the classes that one is a teacher of."""
    teaches = Membership.objects.in_force(user).filter(role__name=Role.Name.TEACHER)
    return list(SchoolGroup.objects.filter(roles__memberships__in=teaches).distinct().order_by("position", "name"))


@clause("B7")
def pupils_taught_by(user: User) -> "QuerySet[Enrolment]":
    """The pupils of the classes whose inbox this person shares today, as their places there. Not the own children:
    about those one writes as their guardian."""
    today = clock.today()
    own = Guardianship.objects.valid_on(today).filter(guardian=user.pk)
    enrolled = Enrolment.objects.valid_on(today).filter(school_group__in=taught_by(user))
    return enrolled.exclude(pupil__in=own.values("pupil"))


@clause("B7")
def pupils_cared_for_by(user: User, school: School) -> "QuerySet[Pupil]":
    """The pupils of a school about whom its care coordinator may write: not the own children."""
    own = Guardianship.objects.valid_on(clock.today()).filter(guardian=user.pk)
    pupils = Pupil.objects.filter(school=school, deceased_at__isnull=True)
    return pupils.exclude(pk__in=own.values("pupil"))


def groups_of(pupil: Pupil) -> list[SchoolGroup]:
    """The classes this child is in today."""
    enrolled = Enrolment.objects.valid_on(clock.today()).filter(pupil=pupil)
    return list(SchoolGroup.objects.filter(enrolments__in=enrolled).distinct().order_by("position", "name"))


@clause("B7")
def get_own_child_or_404(user: User, pk: int) -> Guardianship:
    """The link of this guardian with a child, on which one writes about it today.

    Raises:
        Http404: no such child, or not one's own (with authority, and let in).
    """
    for link in children_of(user):
        if link.pupil_id == pk:
            return link
    raise Http404


@clause("B7")
def get_taught_pupil_or_404(user: User, pk: int) -> tuple[Pupil, SchoolGroup]:
    """A pupil in a class that this person teaches today, and that class.

    Raises:
        Http404: no such pupil, or in nobody's class here.
    """
    enrolled = pupils_taught_by(user).filter(pupil=pk)
    found = enrolled.select_related("pupil__school", "school_group__school").first()
    if found is None:
        raise Http404
    return found.pupil, found.school_group


@clause("B7")
def cares_for(user: User) -> School | None:
    """The school whose care coordinator this person is today, where the head lets care take part; whom a measure keeps
    from work, has none."""
    in_care = Membership.objects.in_force(user).filter(role__name=Role.Name.CARE)
    without = ConversationPolicy.objects.filter(care_takes_part=False).values("school")
    kept = Restriction.objects.keeping_from_work().filter(person=user.pk)
    schools = School.objects.filter(pk__in=in_care.values("role__school")).exclude(pk__in=without)
    found: School | None = schools.filter(~Exists(kept)).first()
    return found


@clause("B7")
def get_care_school_or_404(user: User) -> School:
    """The same.

    Raises:
        Http404: no such role, or care takes no part.
    """
    school = cares_for(user)
    if school is None:
        raise Http404
    return school


@clause("B7")
def get_pupil_in_care_or_404(user: User, pk: int) -> Pupil:
    """A pupil of the school whose care coordinator this person is today, where the head lets care take part.

    Raises:
        Http404: no such pupil, or no such role.
    """
    pupils = pupils_cared_for_by(user, get_care_school_or_404(user))
    found: Pupil = get_object_or_404(pupils.select_related("school"), pk=pk)
    return found


@clause("B7")
def helpers_for(conversation: Conversation) -> list[Membership]:
    """Whom somebody in it can bring in: who heads the school, and the care coordinators where the head lets care take
    part; each person once, without who is in it already and who is a guardian of the child."""
    school = conversation.school
    names = [Role.Name.HEAD, *([Role.Name.CARE] if policy_of(school).care_takes_part else [])]
    inside = Participant.objects.standing().filter(conversation=conversation).values("person")
    kept = Restriction.objects.keeping_from_work().values("person")
    rows = Membership.objects.in_force().filter(role__school=school, role__name__in=names)
    guardians = Guardianship.objects.valid_on(clock.today()).filter(pupil=conversation.pupil_id).values("guardian")
    rows = rows.exclude(user__in=inside).exclude(user__in=kept).exclude(user__in=guardians)
    found = {row.user_id: row for row in rows.select_related("user", "role").order_by("role__name", "pk")}
    return list(found.values())


@clause("B7")
def get_ask_or_404(user: User, pk: int) -> TogetherAsk:
    """A question to read together that this guardian has not answered.

    Raises:
        Http404: no such question, or none that waits for this person.
    """
    waiting = TogetherAsk.objects.waiting_for(user)
    found: TogetherAsk = get_object_or_404(waiting.select_related("conversation__pupil", "asked_by"), pk=pk)
    return found
