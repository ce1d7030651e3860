"""A photo comes back only by a person's choice (D3, D5)."""

from django.db import transaction

from accounts.models import User
from consent.changes import hold
from messaging.actions.withholding import settle_again
from messaging.models import Photo, Withholding
from messaging.photo_standing import PhotoStanding
from messaging.recognition import seen_on
from protocol import clock
from protocol.clauses import clause

Reason, Outcome = Withholding.Why, Withholding.Outcome
# What a teacher may answer; what a parent or the child itself pointed out is theirs to take back.
ANSWERABLE = frozenset({Reason.CONSENT, Reason.LAPSED})


@clause("D3")
@transaction.atomic
def say_not_on_it(withholding: Withholding, *, by: User) -> bool:
    """A person looked: this pupil is not on the photo. It is shown again when nobody else keeps it back. True when this
    call did it; never of a pupil who was marked on it."""
    photo = _hold_photo(withholding)
    is_marked = photo.depictions.filter(pupil=withholding.pupil_id, is_on_it=True).exists()
    if is_marked or withholding.why not in ANSWERABLE or not _end(withholding, Outcome.NOT_ON_IT, by):
        return False
    photo.depictions.update_or_create(pupil=withholding.pupil, defaults={"is_on_it": False, "said_by": by})
    settle_again(Photo.objects.filter(pk=photo.pk))
    return True


@clause("D3", "D5")
@transaction.atomic
def put_back(withholding: Withholding, *, by: User) -> bool:
    """Show the photo again, now that this pupil may be seen on it. False while it may not, or when somebody was first.

    Who may do this for what a parent or the child pointed out, the doors say.
    """
    photo = _hold_photo(withholding)
    now = PhotoStanding().of(photo, {withholding.pupil_id})[withholding.pupil_id]
    if not now.may or not _end(withholding, Outcome.PUT_BACK, by):
        return False
    settle_again(Photo.objects.filter(pk=photo.pk))
    return True


def _hold_photo(withholding: Withholding) -> Photo:
    """The photo, after all pupils on it are held: before the photo's own row, as everybody does."""
    photos = Photo.objects.filter(pk=withholding.photo_id)
    on_it = {pupil for seen in seen_on(photos).values() for pupil in seen.pupils}
    hold(on_it | {withholding.pupil_id})
    found: Photo = photos.select_related("post__school_group__school").get()
    return found


def _end(withholding: Withholding, outcome: str, by: User) -> bool:
    still = Withholding.objects.standing().filter(pk=withholding.pk)
    return still.update(ended_at=clock.now(), ended_by=by, outcome=outcome) == 1
