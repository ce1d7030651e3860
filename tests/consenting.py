"""For the tests about consent: posts that wait for somebody's yes."""

import uuid
from typing import Any

from messaging.actions import Content, Sheet, write_post
from messaging.models import Approval, Post

ROSTER = Content("news", "Vijf gelijke dagen", "Wat vind jij van het rooster?")


def ask_as(author: Any, group: Any, content: Content = ROSTER, **more: Any) -> Post:
    """Write and send, as the composer does."""
    return write_post(group, Sheet(content, **more), key=uuid.uuid4(), by=author).post


def request_for(post: Post) -> Approval:
    """The request that is open for this post."""
    return Approval.objects.open().select_related("post__school_group__school", "author").get(post=post)
