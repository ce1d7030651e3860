"""Who can be recognised on photos that are out and of which nobody said it: those from before the portal asked."""

from django.db import transaction

from accounts.models import User
from consent.changes import hold
from groups.models import Pupil
from messaging.actions.withholding import settle_again
from messaging.models import Photo, Post, line_up_of
from messaging.photo_standing import PhotoStanding
from messaging.recognition import pupils_of
from messaging.withheld import unsaid_photos
from protocol import clock
from protocol.clauses import clause

Recognisable = Photo.Recognisable


@clause("D3", "B9")
@transaction.atomic
def say_of_published(post: Post, recognisable: str, *, by: User) -> int:
    """Say of all photos of a published post of which nothing was said that nobody can be recognised, or only children
    with consent; readers see them again as far as that goes. The number of photos.

    Nothing is said when there is no child with consent: then nobody may be recognised.
    """
    if recognisable not in (Recognisable.NOBODY, Recognisable.CONSENTED):
        return 0
    photos = unsaid_photos(Post.objects.filter(pk=post.pk, state=Post.State.PUBLISHED))
    ids, line_up = list(photos.values_list("pk", flat=True)), None
    if ids and recognisable == Recognisable.CONSENTED:
        consenting = _consenting_then(post)
        if not consenting:
            return 0
        line_up = line_up_of(consenting)
    said = photos.filter(pk__in=ids).update(recognisable=recognisable, line_up=line_up)
    settle_again(Photo.objects.filter(pk__in=ids))
    return said


def children_then(post: Post) -> list[Pupil]:
    """The pupils a teacher may have met on photos of a post, on the day it went out."""
    return pupils_of(post.school_group, clock.at_school(post.published_at or post.created_at).date())


def _consenting_then(post: Post) -> list[int]:
    """Of these pupils, held until the transaction ends, those who may be seen now on photos of that day."""
    pupils = {pupil.pk for pupil in children_then(post)}
    hold(pupils)
    now = PhotoStanding().of(Photo(post=post), pupils)
    return [pupil for pupil in sorted(pupils) if now[pupil].may]
