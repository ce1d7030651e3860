"""Mails about reactions that are held: to who decides, and back to who wrote. No word of a reaction stands in one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import SchoolGroup
from groups.recipients import admins_of, heads_of, heard_from, icts_of
from messaging.models import Post, Reaction
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

HELD, DECIDED = "reaction_held", "reaction_decided"


@clause("E4")
def waits_for(mail: OutboxMail) -> bool:
    """Whether the reaction in the mail still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Reaction.objects.held_for(mail.recipient).filter(pk=row_of(mail)).exists())


def reads_the_post(mail: OutboxMail) -> bool:
    """Whether who wrote a reaction still reads there."""
    if mail.recipient is None or not reads_there(mail):
        return False
    posts = Post.objects.visible_to(mail.recipient).values("pk")
    return bool(Reaction.objects.filter(pk=row_of(mail), author=mail.recipient, post__in=posts).exists())


register(HELD, waits_for)
register(DECIDED, reads_the_post)


def others_who_decide(school_group: SchoolGroup, author: User) -> list[User]:
    """Who may let out what this author wrote here: the admins of a class, else the head, else the ICT contact."""
    school = school_group.school
    for people in (admins_of(school_group), heads_of(school), icts_of(school)):
        if found := [person for person in people if person.pk != author.pk]:
            return found
    return []


@clause("E4")
def queue_held(reaction: Reaction) -> None:
    """Tell who decides that a reaction is held."""
    for person in others_who_decide(reaction.post.school_group, reaction.author):
        _tell(person, HELD, reaction, _("A reaction is held until you look"))


@clause("E4")
def queue_decided(reaction: Reaction) -> None:
    """Tell the author what was decided."""
    is_out = reaction.held_at is None
    subject = _("Your reaction is placed") if is_out else _("Your reaction has come back to you")
    _tell(reaction.author, DECIDED, reaction, subject, is_out=is_out)


def _tell(person: User, kind: str, reaction: Reaction, subject: str, **words: object) -> None:
    school = reaction.post.school_group.school
    moment = reaction.decided_at or reaction.held_at  # the same may be held and decided about again
    page = reverse("messaging:post-detail", args=[reaction.post_id])
    tell_person(
        person,
        kind,
        f"{reaction.pk}:{moment:%Y%m%d%H%M%S%f}:{person.pk}",
        subject=subject,
        app="messaging",
        words={"school": school, "link": f"{settings.SITE_URL}{page}#reacties", **words},
        due_at=heard_from(person, school),
    )
