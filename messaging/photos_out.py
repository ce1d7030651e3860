"""The photos with children on them that are out: what consent must know before an agreement changes (B9)."""

from consent.photos_out import Keeper
from messaging.models import Photo, Post, Withholding
from messaging.recognition import seen_on, showing


def count(school: int) -> int:
    """The photos of this school (id) that readers see today with a child on them, and that nothing is about to take
    away. Three queries."""
    standing = Withholding.objects.standing().values("photo")
    out = Photo.objects.shown().filter(post__state=Post.State.PUBLISHED, post__school_group__school=school)
    out = out.exclude(recognisable=Photo.Recognisable.NOBODY).exclude(pk__in=standing)
    return sum(bool(seen.pupils) for seen in seen_on(out).values())


def pupils_shown(pupils: set[int]) -> set[int]:
    """Which of these pupils (ids) are, or may be, on a photo that readers see today. Three queries."""
    out = Photo.objects.shown().filter(showing(pupils), post__state=Post.State.PUBLISHED)
    return {pupil for seen in seen_on(out).values() for pupil in seen.pupils & pupils}


KEEPER = Keeper(count, pupils_shown)
