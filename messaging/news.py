"""News that is out, told to who reads it: by its title, to whom may read it at the moment of telling (B8)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.recipients import readers_of
from messaging.models import Post
from notifications.kinds import Kind, Told, register_notice
from notifications.models import Notice
from notifications.topics import Topic
from protocol import clock
from protocol.clauses import clause

NEW_POST, IMPORTANT = "new_post", "important_post"


@clause("E8")
def readers(about: str) -> dict[int, datetime]:
    """Who is told of a post, and from when: who reads its group, but not who wrote it."""
    post = Post.objects.out().select_related("school_group__school").filter(pk=int(about)).first()
    if post is None:
        return {}
    people = readers_of(post.school_group)
    people.pop(post.author_id, None)
    return people


@clause("E8")
def readers_at_once(about: str) -> dict[int, datetime]:
    """The same of what the head calls important: now, whatever hour it is for whom."""
    return dict.fromkeys(readers(about), clock.now())


@clause("B4", "B8")
def told_to(notice: Notice) -> Told | None:
    """What this person may hear of the post now."""
    posts = Post.objects.visible_to(notice.recipient).select_related("school_group__school")
    post = posts.filter(pk=int(notice.about)).first()
    if post is None:
        return None
    group = post.school_group
    path = reverse("messaging:post-detail", args=[post.pk])
    in_group = _("Important news in %(group)s") if post.is_important else _("News in %(group)s")
    in_group %= {"group": group.name}
    title = _("Important: %(title)s") % {"title": post.title} if post.is_important else post.title
    return Told(title if group.school.mails_show_titles else in_group, path, in_group)


register_notice(NEW_POST, Kind(Topic.NEWS, told_to, readers))
register_notice(IMPORTANT, Kind(Topic.SCHOOL, told_to, readers_at_once))
