"""News that is out, told to who reads it: by its title, to whom may read it at the moment of telling (B8)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.recipients import readers_of
from messaging.models import Post
from notifications.kinds import Kind, Told, register_notice
from notifications.models import Notice
from notifications.topics import Topic
from protocol.clauses import clause

NEW_POST = "new_post"


@clause("E8")
def readers(about: str) -> dict[int, datetime]:
    """Who is told of a post, and from when: who reads its group, but not who wrote it."""
    post = Post.objects.out().select_related("school_group__school").filter(pk=int(about)).first()
    if post is None:
        return {}
    people = readers_of(post.school_group)
    people.pop(post.author_id, None)
    return people


@clause("B4", "B8")
def told_to(notice: Notice) -> Told | None:
    """What this person may hear of the post now."""
    posts = Post.objects.visible_to(notice.recipient).select_related("school_group__school")
    post = posts.filter(pk=int(notice.about)).first()
    if post is None:
        return None
    group = post.school_group
    path = reverse("messaging:post-detail", args=[post.pk])
    in_group = _("News in %(group)s") % {"group": group.name}
    return Told(post.title if group.school.mails_show_titles else in_group, path, in_group)


register_notice(NEW_POST, Kind(Topic.NEWS, told_to, readers))
