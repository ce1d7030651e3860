"""The doors of moderation: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from conversations.models import Message, MessageFile, Participant
from groups.models import School, SchoolGroup
from groups.permissions import get_portrait_or_404
from groups.roles import DECIDE, MODERATE, POST
from messaging.models import Photo, Post, Reaction
from moderation.models import FriendlyWord, Item, Kind, ModerationPolicy, Removal, SetAside, policy_of
from moderation.models.handling import schools_as_ict
from moderation.powers import Powers
from moderation.subjects import Subject, find
from protocol.clauses import clause


@clause("F4", "B8")
def get_subject_to_report_or_404(user: User, kind: str, pk: int) -> Subject:
    """Something that this person sees, and somebody else made: of which one may speak up.

    Raises:
        Http404: no such thing, not seen by this person (any more), or one's own.
    """
    subject = find(kind, pk)
    if subject is None or subject.author == user or not _sees(user, subject):
        raise Http404
    return subject


def _sees(user: User, subject: Subject) -> bool:
    if subject.is_hidden:
        return False
    if subject.kind == Kind.PORTRAIT:
        return bool(get_portrait_or_404(user, subject.author.portrait_key))
    if subject.kind == Kind.MESSAGE:
        return _reads_message(user, subject)
    return bool(_shown_to(user)[Kind(subject.kind)].filter(pk=subject.pk).exists())


def _shown_to(user: User) -> dict[Kind, Any]:
    posts = Post.objects.visible_to(user)
    return {
        Kind.POST: posts,
        Kind.PHOTO: Photo.objects.shown().filter(post__in=posts.values("pk")),
        Kind.REACTION: Reaction.objects.shown().filter(post__in=posts.values("pk")),
        Kind.WORD: FriendlyWord.objects.filter(recipient=user),
    }


@clause("B7")
def _reads_message(user: User, subject: Subject) -> bool:
    """Whether it was delivered to this person, or from them, who is in the conversation today."""
    for participant in Participant.objects.standing(user).filter(conversation=subject.row.conversation_id):
        seen = Message.objects.seen_by(participant).filter(pk=subject.pk)
        return bool(seen.filter(pk__in=Message.objects.delivered().values("pk")).exists())
    return False


@clause("D12")
def get_subject_to_remove_or_404(user: User, kind: str, pk: int) -> Subject:
    """Something that this person may take away: in a group that one moderates (the head in all), or as the ICT contact
    where the head said so. Of one's own one takes it back instead.

    Raises:
        Http404: no such thing, one's own, not one's to take away, or nothing that one reads.
    """
    subject = find(kind, pk)
    if subject is None or subject.author == user or not may_remove(user, subject) or not _comes_to(user, subject):
        raise Http404
    return subject


@clause("B8")
def _comes_to(user: User, subject: Subject) -> bool:
    """Whether this person reads it anyway, or it was reported: the page shows what it says. A word between two others,
    a class that one is not in, and what its writer withdrew are nobody's to go through by number."""
    if Item.objects.filter(kind=subject.kind, object_id=subject.pk).exists():
        return True
    if subject.kind == Kind.REACTION and subject.row.withdrawn_at is not None:
        return False
    return _moderates(user, subject.school_group) or _sees(user, subject)


def _moderates(user: User, group: SchoolGroup | None) -> bool:
    return group is not None and bool(SchoolGroup.objects.with_perm(user, MODERATE).filter(pk=group.pk).exists())


@clause("D12", "F5")
def may_remove(user: User, subject: Subject) -> bool:
    """Exactly the group's admins, the head, and the ICT contact where the head said so, but not of the MR, nor in a
    conversation, which they do not read. What the head wrote, also who handles a report about the head."""
    school = subject.school
    if _moderates(user, subject.school_group):
        return True
    policy = ModerationPolicy.objects.filter(school=school).first()
    is_open_to_ict = not subject.is_of_mr and subject.kind != Kind.MESSAGE
    if policy is not None and policy.ict_removes and is_open_to_ict and is_ict(user, school):
        return True
    if subject.is_about_head:
        named = policy.named if policy is not None else None
        return named == user or (named is None and is_ict(user, school))
    return bool(School.objects.with_perm(user, DECIDE).filter(pk=school.pk).exists())


def is_ict(user: User, school: School) -> bool:
    """Whether somebody is the ICT contact of this school today, whom no measure keeps from working."""
    return schools_as_ict(user).filter(pk=school.pk).exists()


@clause("D12")
def get_subject_to_take_back_or_404(user: User, kind: str, pk: int) -> Subject:
    """One's own, in a group that one still reads.

    Raises:
        Http404: no such thing, somebody else's, hidden, or one is not in that group any more.
    """
    subject = find(kind, pk)
    if subject is None or subject.author != user or subject.kind == Kind.PORTRAIT or not _sees(user, subject):
        raise Http404
    return subject


@clause("F4", "F5")
def get_item_or_404(user: User, pk: int) -> Item:
    """Something reported that comes to this person; never about oneself.

    Raises:
        Http404: no such report, or somebody else's to handle.
    """
    rows = Item.objects.handled_by(user).select_related("author", "school", "school_group", "case", "decided_by")
    found: Item = get_object_or_404(rows, pk=pk)
    return found


@clause("D12")
def get_removal_to_agree_or_404(user: User, pk: int) -> Removal:
    """What the head wants to take away of the MR, for a member of the MR who did not write it.

    Raises:
        Http404: no such removal, decided already, or not a member.
    """
    groups = SchoolGroup.objects.with_perm(user, POST).filter(council=SchoolGroup.Council.MR).values("pk")
    waiting = Removal.objects.filter(state=Removal.State.ASKED, school_group__in=groups)
    found: Removal = get_object_or_404(waiting.exclude(Q(author=user) | Q(asked_by=user)), pk=pk)
    return found


@clause("F4", "F5")
def get_queue_or_404(user: User) -> School:
    """The school whose queue this person has: an admin of a group, the head, the ICT contact, and who the school named
    for what is about the head.

    Raises:
        Http404: nobody's report comes to this person.
    """
    school = School.objects.get()
    handles = (
        SchoolGroup.objects.with_perm(user, MODERATE).exists()
        or School.objects.with_perm(user, DECIDE).exists()
        or is_ict(user, school)
        or ModerationPolicy.objects.naming().filter(about_head=user).exists()
    )
    if not handles:
        raise Http404
    return school


@clause("F4", "B8")
def get_item_photo_or_404(user: User, pk: int) -> tuple[Item, FieldFile, str]:
    """The file of a photo or portrait that was reported, hidden or not, for who handles it and may open it: the
    group's admins and the head, not the ICT contact.

    Raises:
        Http404: no such report, not one's to open, or the photo is gone.
    """
    item = get_item_or_404(user, pk)
    if item.kind not in (Kind.PHOTO, Kind.PORTRAIT) or not Powers.of(user, policy_of(item.school)).opens(item):
        raise Http404
    subject = find(item.kind, item.object_id)
    if subject is None:
        raise Http404
    if item.kind == Kind.PHOTO:
        return item, subject.row.medium_jpeg, "image/jpeg"
    aside = SetAside.objects.filter(person=item.object_id).first()
    return item, subject.row.portrait if aside is None else aside.file, "image/webp"


@clause("F4", "B8")
def get_item_file_or_404(user: User, pk: int, key: UUID) -> tuple[Item, MessageFile]:
    """A file that went along with a message that was reported, for who handles it and may read it.

    Raises:
        Http404: no such report, not one's to read, or no such file in that message.
    """
    item = get_item_or_404(user, pk)
    if item.kind != Kind.MESSAGE or not Powers.of(user, policy_of(item.school)).opens(item):
        raise Http404
    found: MessageFile = get_object_or_404(
        MessageFile.objects.ready().select_related("message__conversation"), message=item.object_id, key=key
    )
    return item, found
