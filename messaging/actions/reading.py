"""What a reader leaves behind: only until where the news was seen."""

from django.db.models import Q

from accounts.models import User
from messaging.models import Post


def mark_news_seen(post: Post, *, by: User) -> bool:
    """Remember that this person saw the news up to this post; never backwards. True when it moved."""
    earlier = Q(news_seen_at__isnull=True) | Q(news_seen_at__lt=post.published_at)
    return User.objects.filter(earlier, pk=by.pk).update(news_seen_at=post.published_at) == 1
