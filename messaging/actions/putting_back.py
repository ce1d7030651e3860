"""A photo comes back only by a person's choice (D3, D5)."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from consent.changes import hold
from messaging.actions.withholding import held_photos, settle_again, withholding_of
from messaging.models import Depiction, Photo, Withholding
from messaging.photo_standing import PhotoStanding
from messaging.recognition import seen_on
from messaging.withheld import may_return
from protocol import clock
from protocol.clauses import clause

Outcome = Withholding.Outcome
PORTION = 200


@clause("D3")
@transaction.atomic
def say_not_on_it(withholding: Withholding, *, by: User) -> bool:
    """A person looked: this pupil is not on the photo. It is shown again when nobody else keeps it back. True when this
    call did it; never of a pupil who was marked on it.

    That a child wants no photos at all keeps back what it may be on, as its parents' no does. What a parent or a child
    pointed at is another matter: that is theirs to take back.
    """
    photo = _hold_photo(withholding)
    if photo is None or photo.depictions.filter(pupil=withholding.pupil_id, is_on_it=True).exists():
        return False
    # As the row is now, not as it was when that person looked.
    still = Withholding.objects.standing().filter(pk=withholding.pk, asked_by__isnull=True)
    if still.update(ended_at=clock.now(), ended_by=by, outcome=Outcome.NOT_ON_IT) != 1:
        return False
    photo.depictions.update_or_create(pupil=withholding.pupil, defaults={"is_on_it": False, "said_by": by})
    settle_again(Photo.objects.filter(pk=photo.pk))
    return True


@clause("D3")
@transaction.atomic
def say_on_it(withholding: Withholding, *, by: User) -> bool:
    """A person looked: this pupil is on the photo. It stays away, at once when it was still shown for some days, and
    nobody is asked to look any more. True when this call did it."""
    photo = _hold_photo(withholding)
    if photo is None or not Withholding.objects.standing().filter(pk=withholding.pk).update(grace_until=None):
        return False
    said = {"is_on_it": True, "said_by": by}
    Depiction.objects.update_or_create(photo=photo, pupil=withholding.pupil, defaults=said)
    settle_again(Photo.objects.filter(pk=photo.pk))
    return True


@clause("D3", "D5", "B9")
def put_back_photos(photos: "QuerySet[Photo]", *, by: User) -> int:
    """Show again all of these photos on which everybody may be seen now; how many. What a parent or a child pointed
    at, maybe a moment ago, is theirs to take back."""
    ids = list(photos.order_by("pk").values_list("pk", flat=True))
    return sum(_put_back_some(ids[start : start + PORTION], by) for start in range(0, len(ids), PORTION))


@transaction.atomic
def _put_back_some(ids: list[int], by: User) -> int:
    some = Photo.objects.filter(pk__in=ids)
    standing = Withholding.objects.standing()
    on_it = {pupil for seen in seen_on(some).values() for pupil in seen.pupils}
    hold(on_it | set(standing.filter(photo__in=ids).values_list("pupil_id", flat=True)))
    back = may_return(held_photos(some))
    ended = standing.filter(photo__in=back)
    ended.update(ended_at=clock.now(), ended_by=by, outcome=Outcome.PUT_BACK)
    settle_again(Photo.objects.filter(pk__in=back))
    return len(back)


@clause("D5")
@transaction.atomic
def take_back(withholding: Withholding, *, by: User) -> bool:
    """Who pointed at a photo takes that back: it is shown again, unless this pupil may not be seen for another reason;
    then that is the reason from now on. True when this call did it."""
    photo = _hold_photo(withholding)
    if photo is None:
        return False
    now = PhotoStanding().of(photo, {withholding.pupil_id})[withholding.pupil_id]
    seen = seen_on([photo])[photo.pk]
    pointed = Withholding.objects.standing().filter(pk=withholding.pk, asked_by__isnull=False)
    if now.may or withholding.pupil_id not in seen.pupils:
        is_done = pointed.update(ended_at=clock.now(), ended_by=by, outcome=Outcome.PUT_BACK) == 1
    else:
        why = withholding_of(photo, withholding.pupil_id, now, seen, PhotoStanding()).why
        is_done = pointed.update(why=why, asked_by=None) == 1
    if is_done:
        settle_again(Photo.objects.filter(pk=photo.pk))
    return is_done


def _hold_photo(withholding: Withholding) -> Photo | None:
    """The photo, held after all pupils on it, as everybody does; None when it was taken away for good just now."""
    photos = Photo.objects.filter(pk=withholding.photo_id)
    on_it = {pupil for seen in seen_on(photos).values() for pupil in seen.pupils}
    hold(on_it | {withholding.pupil_id})
    return next(iter(held_photos(photos)), None)
