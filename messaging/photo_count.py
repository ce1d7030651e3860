"""How many photos of a child are out: what its parents hear before they say no."""

from consent.counting import Shown
from consent.purposes import purpose_of
from messaging.models import Photo, Post
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
