"""The photos with children on them that are out: what consent must know before an agreement changes (B9)."""

from consent.photos_out import Keeper, Shown
from consent.purposes import purpose_of
from messaging.models import Photo, Post, Withholding
from messaging.recognition import seen_on, showing


def photos_of(pupil: int, code: str | None) -> Shown:
    """The photos that readers see today on which this pupil (id) is, or may be; those of one purpose, or all.
    Three queries."""
    photos = Photo.objects.shown().filter(showing({pupil}), post__state=Post.State.PUBLISHED)
    rows = [
        photo
        for photo in photos.select_related("post__school_group")
        if code is None or purpose_of(photo.post.school_group) == code
    ]
    seen = seen_on(rows).values()
    return Shown(sum(pupil in one.marked for one in seen), sum(pupil in one.possible for one in seen))


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


KEEPER = Keeper(photos_of, count, pupils_shown)
