"""The doors of conversations. The participant table is the right, and what it stands on is asked each time."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from conversations.models import Conversation, ConversationPolicy, Message, MessageFile, Participant, TogetherAsk
from groups.models import Enrolment, Guardianship, Membership, Pupil, Role, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@clause("B7", "B8")
def get_participant_or_404(user: User, pk: int) -> Participant:
    """As what this person is in a conversation today, with the conversation.

    Raises:
        Http404: no such conversation, or not in it (any more): the stranger cannot tell which.
    """
    for row in everybody_in(pk):
        if row.person_id == user.pk:
            return row
    raise Http404


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
    participant = get_participant_or_404(user, message.conversation_id)
    found: Message = get_object_or_404(Message.objects.seen_by(participant), pk=message.pk)
    return found


@clause("B7", "B8")
def get_file_or_404(user: User, key: UUID) -> MessageFile:
    """A file of a message this person reads today; one that is still being checked is nobody's.

    Raises:
        Http404: no such file, not ready, or not for this person.
    """
    found = MessageFile.objects.ready().select_related("message__conversation").filter(key=key).first()
    if found is None:
        raise Http404
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
    """The links on which this guardian may write about a child today, by name."""
    members = Membership.objects.in_force(user).filter(guardianship__isnull=False)
    links = Guardianship.objects.filter(pk__in=members.values("guardianship"))
    return list(links.select_related("pupil").order_by("pupil__sort_name"))


@clause("B7")
def taught_by(user: User) -> list[SchoolGroup]:
    """The groups whose inbox this person shares today: of the classes that one is a teacher of."""
    teaches = Membership.objects.in_force(user).filter(role__name=Role.Name.TEACHER)
    return list(SchoolGroup.objects.filter(roles__memberships__in=teaches).distinct().order_by("position", "name"))


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
    enrolled = Enrolment.objects.valid_on(clock.today()).filter(pupil=pk, school_group__in=taught_by(user))
    found = enrolled.select_related("pupil__school", "school_group__school").first()
    if found is None:
        raise Http404
    return found.pupil, found.school_group


@clause("B7")
def get_pupil_in_care_or_404(user: User, pk: int) -> Pupil:
    """A pupil of the school whose care coordinator this person is today, where the head lets care take part.

    Raises:
        Http404: no such pupil, or no such role.
    """
    in_care = Membership.objects.in_force(user).filter(role__name=Role.Name.CARE)
    schools = in_care.exclude(
        role__school__in=ConversationPolicy.objects.filter(care_takes_part=False).values("school")
    ).values("role__school")
    return get_object_or_404(Pupil, pk=pk, school__in=schools, deceased_at__isnull=True)


@clause("B7")
def get_ask_or_404(user: User, pk: int) -> TogetherAsk:
    """A question to read together that this guardian has not answered.

    Raises:
        Http404: no such question, for somebody else, answered, or about a child that is not one's own (any more).
    """
    links = [link.pk for link in children_of(user)]
    waiting = TogetherAsk.objects.filter(guardianship__in=links, answered_at__isnull=True)
    found: TogetherAsk = get_object_or_404(waiting.select_related("conversation__pupil", "asked_by"), pk=pk)
    return found
