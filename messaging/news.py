"""News that is out, told to who reads it: by its title, to whom may read it at the moment of telling (B8)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from groups.prepared import Prepared
from groups.recipients import readers_of
from messaging.models import Post
from notifications.kinds import Kind, Recipients, Told, register_notice
from notifications.models import Notice
from notifications.topics import Topic
from protocol import clock
from protocol.clauses import clause

NEW_POST, IMPORTANT = "new_post", "important_post"


@clause("E8")
def readers(about: str) -> Recipients:
    """Who is told of a post: who reads its group, but not who wrote it; staff in their hours."""
    post = Post.objects.out().select_related("school_group__school").filter(pk=int(about)).first()
    if post is None:
        return Recipients({})
    people, hours = readers_of(post.school_group)
    now = clock.now()
    return Recipients({pk: now for pk in people if pk != post.author_id}, hours.opening)


def _seen_by(user_id: int, post_id: int) -> "QuerySet[Post, Any]":
    """The post as this person may see it today."""
    seen = Post.objects.visible_to(User(pk=user_id)).filter(pk=post_id)
    return seen.values_list("title", "school_group__name", "school_group__school__mails_show_titles", "is_important")


# A mail to everybody in the school asks this of each of them.
_SEEN = Prepared(_seen_by)


@clause("E8")
def readers_at_once(about: str) -> Recipients:
    """The same of what the head calls important: now, whatever hour it is for whom."""
    return Recipients(readers(about).moments)


@clause("B4", "B8")
def told_to(notice: Notice) -> Told | None:
    """What this person may hear of the post now."""
    for title, group, shows_title, is_important in _SEEN.rows(notice.recipient_id, int(notice.about)):
        in_group = _("Important news in %(group)s") if is_important else _("News in %(group)s")
        in_group %= {"group": group}
        title_of_mail = _("Important: %(title)s") % {"title": title} if is_important else title
        path = reverse("messaging:post-detail", args=[int(notice.about)])
        return Told(title_of_mail, path, in_group, group) if shows_title else Told(in_group, path, in_group)
    return None


register_notice(NEW_POST, Kind(Topic.NEWS, told_to, readers))
register_notice(IMPORTANT, Kind(Topic.SCHOOL, told_to, readers_at_once))
