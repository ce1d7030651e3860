"""Originals on a device of one's own: asked about once photos are sent, until it is said that they are gone (C2)."""

from collections.abc import Sequence

from django.db.models import Q

from accounts.models import User
from messaging.clean_ups import PATIENCE, PHOTOS_LEFT
from messaging.models import CleanUp, Photo, Post
from notifications.telling import tell_many
from protocol import clock
from protocol.clauses import clause


@clause("C2")
def ask_to_clean_up(post: Post, photos: Sequence[Photo], *, of: User) -> bool:
    """Ask who sent these photos whether they are off their device. True when this call did it: not while it is asked
    already, and not when it was answered since the last of them came in. The caller holds the post."""
    if not photos:
        return False
    newest = max(photo.created_at for photo in photos)
    is_asked = Q(said_at__isnull=True) | Q(said_at__gte=newest)
    if CleanUp.objects.filter(is_asked, person=of, post=post).exists():
        return False
    row = CleanUp.objects.create(person=of, post=post)
    tell_many(PHOTOS_LEFT, str(row.pk), due_at=clock.now() + PATIENCE)
    return True


@clause("C2")
def say_cleaned_up(how: str, *, until: int, by: User) -> int:
    """Tick off one's own open questions up to this one (``until``, the last that was shown); how many."""
    mine = CleanUp.objects.open().filter(person=by, pk__lte=until)
    number: int = mine.update(said_at=clock.now(), how=CleanUp.How(how))
    return number
