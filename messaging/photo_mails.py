"""Mails about photos that are shown no more: to who answers for them at school (B9, D3, D5).

No name and no word of a post stands in one, nor why: which posts, by day, and the page on which one looks.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import SchoolGroup
from groups.recipients import admins_of, heads_of, heard_from
from groups.roles import CLASSES
from messaging.models import Post, Withholding
from messaging.withheld import answers_for
from notifications.kinds import reads_there, register
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol import clock
from protocol.clauses import clause

HIDDEN, LAPSED = "photos_hidden", "photos_lapsed"
# So many posts are named by their day; a mail is no list.
NAMED = 10


@clause("B9", "D3")
def has_hidden(mail: OutboxMail) -> bool:
    """Whether photos for which this person answers are still withheld."""
    if mail.recipient is None or not reads_there(mail):
        return False
    hidden = Withholding.objects.standing().filter(photo__post__in=answers_for(mail.recipient))
    return bool(hidden.exists())


register(HIDDEN, has_hidden)
register(LAPSED, has_hidden)


@clause("B9", "D3", "D5")
def queue_hidden(rows: Sequence[Withholding]) -> None:
    """Tell once, for one change, which posts lost photos."""
    if not rows:
        return
    days = [row.grace_until for row in rows]
    until = min(day for day in days if day is not None) if all(days) else None
    subject = _("Photos will be hidden soon") if until else _("Photos are no longer shown")
    _tell(HIDDEN, str(rows[0].pk), rows, subject, until)


@clause("B9")
def queue_lapsed(rows: Sequence[Withholding]) -> None:
    """Tell once a day that photos wait for a new yes of parents, however many portions they come in."""
    _tell(LAPSED, str(clock.today()), rows, _("Photos of an earlier year are hidden"), None)


def _tell(kind: str, about: str, rows: Iterable[Withholding], subject: str, until: date | None) -> None:
    posts = Post.objects.filter(photos__in={row.photo_id for row in rows}).distinct()
    for person, changed in _by_person(list(posts.select_related("author", "school_group__school"))).items():
        school = changed[0].school_group.school
        changed.sort(key=lambda post: (post.published_at or post.created_at, post.pk), reverse=True)
        links = [(post.published_at, settings.SITE_URL + _page_of(post)) for post in changed]
        words = {
            "school": school,
            "number": len(links),
            "posts": links[:NAMED],
            "more": max(0, len(links) - NAMED),
            "until": until,
            "link": settings.SITE_URL + reverse("messaging:withheld-list"),
        }
        tell_person(
            person,
            kind,
            f"{about}:{person.pk}",
            subject=subject,
            app="messaging",
            words=words,
            due_at=heard_from(person, school),
        )


def _page_of(post: Post) -> str:
    return reverse("messaging:post-detail", args=[post.pk])


def _by_person(posts: list[Post]) -> dict[User, list[Post]]:
    """Who answers for these posts: their author, as long as that is so, and the teachers of the class; of what all
    share, the head."""
    told: dict[User, list[Post]] = {}
    groups = {post.school_group_id: post.school_group for post in posts}
    teachers = {pk: _teachers(group) for pk, group in groups.items()}
    authors = {author: _own(author, posts) for author in {post.author for post in posts}}
    for post in posts:
        writer = {post.author} if post.pk in authors[post.author] else set()
        for person in {*teachers[post.school_group_id], *writer}:
            told.setdefault(person, []).append(post)
    return told


def _teachers(school_group: SchoolGroup) -> list[User]:
    return list(admins_of(school_group) if school_group.kind in CLASSES else heads_of(school_group.school))


def _own(author: User, posts: list[Post]) -> set[int]:
    """Of these posts those (ids) for which this person still answers."""
    return set(answers_for(author).filter(pk__in=[post.pk for post in posts]).values_list("pk", flat=True))
