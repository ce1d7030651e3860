"""A conversation begins: from either side, with each guardian separately (B7)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from conversations.actions.limiting import count_start
from conversations.actions.writing import KeyTaken, NobodyThere, write_message
from conversations.models import Conversation, Participant
from groups.models import Guardianship, Membership, Pupil, Role, SchoolGroup
from messaging.offending import Offends, offences_in
from protocol import clock
from protocol.clauses import clause


@clause("B7", "E4")
@transaction.atomic
def start_conversation(
    link: Guardianship, subject: str, text: str, *, by: User, school_group: SchoolGroup | None, key: UUID, **how: Any
) -> Conversation:
    """Begin a conversation about the child of this link, between its guardian and the teachers of a group, who share
    it; without a group with the care coordinators. The form's key makes sending twice the same as sending once.
    ``how`` goes along to ``write_message``: why it cannot wait, files, and whether one asks.

    Raises:
        NobodyThere: no teacher or care coordinator is at work in this school today.
        KeyTaken: the key is of another person's conversation.
        TooMany: this person began too many lately.
        Closed: a measure, or the school's stop on all sending, leaves only reading.
        Offends: there is something in it that is held (E4); about what stands in its subject nobody can be asked.
        Refused: too many files, or one too large.
    """
    conversation, is_new = _opened(link, subject, by=by, school_group=school_group, key=key)
    if not is_new:
        return conversation
    colleagues = desk_of(link.pupil, school_group)
    if not colleagues:
        raise NobodyThere
    if found := offences_in(conversation.school_id, [subject]):
        raise Offends(found, may_ask=False)
    count_start(by=by, is_staff=by.pk != link.guardian_id)
    now = conversation.started_at
    Participant.objects.create(conversation=conversation, person=link.guardian, guardianship=link, sees_from=now)
    Participant.objects.bulk_create(
        Participant(conversation=conversation, person_id=row.user_id, membership=row, sees_from=now)
        for row in colleagues
    )
    write_message(conversation, text, by=by, key=key, **how)
    return conversation


def _opened(
    link: Guardianship, subject: str, *, by: User, school_group: SchoolGroup | None, key: UUID
) -> tuple[Conversation, bool]:
    """The conversation of this key, and whether it is new: nobody is in it yet then."""
    pupil = link.pupil
    conversation, is_new = Conversation.objects.get_or_create(
        key=key,
        defaults={
            "school": pupil.school,
            "pupil": pupil,
            "desk": Conversation.Desk.CARE if school_group is None else Conversation.Desk.TEACHERS,
            "school_group": school_group,
            "subject": subject,
            "started_by": by,
        },
    )
    if conversation.started_by_id != by.pk or conversation.pupil_id != pupil.pk:
        raise KeyTaken(key)
    return conversation, is_new


@clause("B7")
def desk_of(pupil: Pupil, school_group: SchoolGroup | None) -> list[Membership]:
    """Who is at the other side today, each person once: the teachers of the group, or the care coordinators. Not who is
    a guardian of this very child: guardians read together only when both choose it."""
    guardians = Guardianship.objects.valid_on(clock.today()).filter(pupil=pupil).values("guardian")
    members = Membership.objects.in_force().exclude(user__in=guardians).select_related("user")
    if school_group is None:
        members = members.filter(role__school=pupil.school_id, role__name=Role.Name.CARE)
    else:
        members = members.filter(role__school_group=school_group, role__name=Role.Name.TEACHER)
    return list({row.user_id: row for row in members.order_by("pk")}.values())
