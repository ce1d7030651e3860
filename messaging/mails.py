"""Mails about posts: that consent is asked, and what was answered. No word of a post and no name stands in one (B8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import School, SchoolGroup
from groups.recipients import admins_of, heads_of, heard_from
from groups.roles import DECIDE
from messaging.models import Approval, Exemption, Post
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol import clock
from protocol.clauses import clause

ASKED, LATE, STANDS_IN, RELEASED, ANSWER = (
    "approval_asked", "approval_late", "approval_stands_in", "approval_released", "approval_answer"
)  # fmt: skip
EXEMPTION_ASKED, EXEMPTION_ANSWER, INFORMED = "exemption_asked", "exemption_answer", "council_informed"
PHOTO_STOPPED = "photo_stopped"


@clause("B5")
def is_still_asked(mail: OutboxMail) -> bool:
    """Whether the post in the mail still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Approval.objects.decidable_by(mail.recipient).filter(pk=row_of(mail)).exists())


@clause("D10")
def is_exemption_asked(mail: OutboxMail) -> bool:
    """Whether the urgent post in the mail still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Exemption.objects.decidable_by(mail.recipient).filter(pk=row_of(mail)).exists())


def is_writer(mail: OutboxMail) -> bool:
    """Whether the writer who gets an answer still writes there."""
    if mail.recipient is None or not reads_there(mail):
        return False
    asked = Approval.objects if mail.kind == ANSWER else Exemption.objects
    mine = Post.objects.written_by(mail.recipient).values("pk")
    return bool(asked.filter(pk=row_of(mail), post__in=mine).exists())


@clause("B5")
def is_head(mail: OutboxMail) -> bool:
    """Whether the one who is told still heads the school."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(School.objects.with_perm(mail.recipient, DECIDE).exists())


@clause("D3")
def has_it_at_home(mail: OutboxMail) -> bool:
    """Whether the post in the mail is still a draft of who gets it."""
    if mail.recipient is None or not reads_there(mail):
        return False
    mine = Post.objects.written_by(mail.recipient).filter(state=Post.State.DRAFT)
    return bool(mine.filter(pk=row_of(mail)).exists())


MAY_RECEIVE: dict[str, Callable[[OutboxMail], bool]] = {
    ASKED: is_still_asked,
    LATE: is_still_asked,
    STANDS_IN: is_still_asked,
    RELEASED: is_head,
    ANSWER: is_writer,
    EXEMPTION_ASKED: is_exemption_asked,
    EXEMPTION_ANSWER: is_writer,
    INFORMED: is_head,
    PHOTO_STOPPED: has_it_at_home,
}
for _kind, _may_receive in MAY_RECEIVE.items():
    register(_kind, _may_receive)


def deciders_of(approval: Approval) -> list[User]:
    """Who is asked: for a council the head, in a class its admins, else who stands in; never the writer."""
    return people_beside(approval.author, approval.post.school_group) or [
        person for person in (approval.deputy,) if person is not None
    ]


def people_beside(author: User, group: SchoolGroup) -> list[User]:
    """Who decides in a group about what this person writes there: none when that is the writer alone."""
    for people in (heads_of(group.school),) if group.council else (admins_of(group), heads_of(group.school)):
        if others := [person for person in people if person.pk != author.pk]:
            return others
    return []


@clause("B5")
def queue_asked(approval: Approval) -> None:
    """Tell who decides that a post waits."""
    subject = _("A news item waits for your consent")
    _tell(
        _Notice(ASKED, approval.pk, approval.post, subject, _page_of(approval)),
        deciders_of(approval),
        approval=approval,
    )


@clause("B5")
def queue_late(approval: Approval) -> None:
    """Nobody decided in time: who decides is told once more, and the deputy is asked."""
    subject, page = _("A news item still waits for your consent"), _page_of(approval)
    asked = deciders_of(approval)
    _tell(_Notice(LATE, approval.pk, approval.post, subject, page), asked, approval=approval)
    if approval.deputy is not None and approval.deputy not in asked:
        subject = _("A news item waits for your consent")
        _tell(_Notice(STANDS_IN, approval.pk, approval.post, subject, page), [approval.deputy], approval=approval)


@clause("B5")
def queue_released(approval: Approval) -> None:
    """Tell the head that a post went out without a decision, as the school agreed."""
    heads = heads_of(approval.post.school_group.school)
    subject = _("A news item goes out without your answer")
    _tell(_Notice(RELEASED, approval.pk, approval.post, subject, _desk()), heads)


def queue_answer(approval: Approval) -> None:
    """Tell the author what was decided."""
    is_yes = approval.outcome != Approval.Outcome.RETURNED
    subject = _("Your news item has consent") if is_yes else _("Your news item has come back to you")
    if approval.outcome == Approval.Outcome.RELEASED:
        subject = _("Your news item goes out")
    page = reverse("messaging:post-detail", args=[approval.post_id])
    _tell(_Notice(ANSWER, approval.pk, approval.post, subject, page), [approval.author], approval=approval)


@clause("D10")
def queue_exemption_asked(exemption: Exemption) -> None:
    """Tell the head, at whatever hour, that an urgent post waits for a yes."""
    page = reverse("messaging:exemption-decide", args=[exemption.pk])
    heads = heads_of(exemption.post.school_group.school).exclude(pk=exemption.author_id)
    subject = _("Somebody asks to send something today")
    _tell(_Notice(EXEMPTION_ASKED, exemption.pk, exemption.post, subject, page), heads, is_urgent=True)


def queue_exemption_answer(exemption: Exemption) -> None:
    """Tell the author whether the post goes out today."""
    page = reverse("messaging:post-detail", args=[exemption.post_id])
    is_yes = exemption.state == Exemption.State.ALLOWED
    subject = _("Your news item goes out today") if is_yes else _("Your news item stays on its day")
    _tell(_Notice(EXEMPTION_ANSWER, exemption.pk, exemption.post, subject, page), [exemption.author], is_yes=is_yes)


@clause("B5")
def queue_informed(post: Post) -> None:
    """Tell the head what the MR writes in its own right."""
    subject = _("The MR writes to parents")
    _tell(_Notice(INFORMED, post.pk, post, subject, _desk()), heads_of(post.school_group.school))


@clause("D3")
def queue_photo_stopped(post: Post) -> None:
    """Tell the author that a post came home: somebody on a photo may not be seen any more. It may come home again."""
    page = reverse("messaging:post-edit", args=[post.pk])
    about = f"{post.pk}:{clock.now():%Y%m%d%H%M%S%f}"
    _tell(_Notice(PHOTO_STOPPED, about, post, _("A photo cannot go along"), page), [post.author])


def _page_of(approval: Approval) -> str:
    return reverse("messaging:approval-detail", args=[approval.pk])


def _desk() -> str:
    return reverse("messaging:desk")


@dataclass(frozen=True)
class _Notice:
    """One mail to each of these people: what kind, about which row and post, and the page it leads to."""

    kind: str
    about: int | str
    post: Post
    subject: str
    page: str


def _tell(notice: _Notice, people: Iterable[User], *, is_urgent: bool = False, **words: object) -> None:
    school = notice.post.school_group.school
    for person in people:
        tell_person(
            person,
            notice.kind,
            f"{notice.about}:{person.pk}",
            subject=notice.subject,
            app="messaging",
            words={"school": school, "link": settings.SITE_URL + notice.page, **words},
            due_at=None if is_urgent else heard_from(person, school),
        )
