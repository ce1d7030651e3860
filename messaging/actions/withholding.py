"""Photos go when somebody on them may not be seen any more: at once, everywhere, in the transaction of the change.

Whoever changes what holds for a pupil holds that pupil's row, and may only shorten how long a photo is shown: others on
the photo may change at the same moment. Whoever lets a photo be shown (longer) holds all pupils on it.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from consent.changes import hold
from consent.rules import Standing, Why
from groups.models import Pupil
from messaging.models import Photo, Post, Withholding
from messaging.photo_mails import queue_hidden, queue_lapsed
from messaging.photo_standing import PhotoStanding
from messaging.recognition import seen_on, showing
from messaging.rules import Seen
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

Reason = Withholding.Why
Rows = dict[tuple[int, int], Withholding]


@clause("B9", "D3", "D5")
def recheck_photos(sender: Any, pupils: set[int], **more: Any) -> None:
    """What holds for these pupils (ids) may have changed: whatever shows them and may not, is shown no more.

    A receiver of ``consent_changed``: within the transaction of the change, which holds the pupils' rows. What is on
    its way is looked at after it, by ``recheck_planned_posts``.
    """
    photos = Photo.objects.filter(showing(pupils), shown_until__isnull=False)
    _shorten(held_photos(photos), pupils)  # two changes at once hold them in one order: neither waits for the other
    ring("messaging.recheck_planned_posts")


def _shorten(photos: list[Photo], pupils: set[int]) -> None:
    """Show each photo no longer than those of these pupils who are on it may be seen."""
    seen, rows = seen_on(photos), standing_rows(photos)
    known = set(rows)
    changed = {photo.pk: seen[photo.pk].pupils & pupils for photo in photos}
    holding = PhotoStanding().ask((photo, changed[photo.pk]) for photo in photos)
    gone, until = set(), dict[date, list[int]]()
    for photo in photos:
        for pupil, now in holding.of(photo, changed[photo.pk]).items():
            last: date | None = now.until
            if not now.may:
                last = _withhold(rows, photo, pupil, now, seen[photo.pk], holding).grace_until
            if last is None:
                gone.add(photo.pk)
            else:
                until.setdefault(last, []).append(photo.pk)
    _keep(rows)
    Photo.objects.filter(pk__in=gone).update(shown_until=None)
    queue_hidden([row for key, row in rows.items() if key not in known])
    for day, ids in until.items():
        Photo.objects.filter(pk__in=ids, shown_until__gt=day).update(shown_until=day)


def standing_rows(photos: list[Photo]) -> Rows:
    """For whom these photos are withheld already, by photo and pupil."""
    rows = Withholding.objects.standing().filter(photo__in=photos)
    return {(row.photo_id, row.pupil_id): row for row in rows}


def _withhold(rows: Rows, photo: Photo, pupil: int, now: Standing, seen: Seen, holding: PhotoStanding) -> Withholding:  # noqa: PLR0917
    """The row for this pupil, made when there is none yet. Days to look first end with the child's own no, also where
    the photo was away for somebody else when that was said."""
    row = rows.setdefault((photo.pk, pupil), withholding_of(photo, pupil, now, seen, holding))
    if now.why is Why.OBJECTS:
        row.grace_until = None
    return row


def _keep(rows: Rows) -> None:
    known = [row for row in rows.values() if row.pk is not None]
    Withholding.objects.bulk_create(row for row in rows.values() if row.pk is None)
    Withholding.objects.bulk_update(known, ["grace_until"])


def withholding_of(photo: Photo, pupil: int, now: Standing, seen: Seen, holding: PhotoStanding) -> Withholding:
    """A row that says for whom and why; with grace where the school gives its teachers time to look first. A photo
    that readers see no more today gets none: only a person brings it back."""
    reason = {Why.OBJECTS: Reason.OBJECTS, Why.LAPSED: Reason.LAPSED}.get(now.why, Reason.CONSENT)
    row = Withholding(photo=photo, pupil_id=pupil, why=reason)
    is_in_doubt = pupil in seen.possible and reason == Reason.CONSENT
    is_seen = photo.shown_until is not None and photo.shown_until >= clock.today()
    if is_in_doubt and is_seen:
        row.grace_until = holding.grace_until(photo)
    return row


@clause("D3", "D5")
@transaction.atomic
def point_out(photo: Photo, pupil: Pupil, *, by: User, why: str = Reason.POINTED) -> bool:
    """ "Hier staat mijn kind", or the child itself does not want this photo: it is gone at once. True when this call
    did it; not when it was taken away for good just now.

    The photo's row is held before anything is written: whoever lets it be shown holds it too, and the pupil may be one
    of whom nobody said that it is on it.
    """
    hold({pupil.pk})
    if not held_photos(Photo.objects.filter(pk=photo.pk)):
        return False
    row, is_new = Withholding.objects.get_or_create(
        photo=photo, pupil=pupil, ended_at=None, defaults={"why": why, "asked_by": by}
    )
    if not is_new:  # who pointed first takes it back
        known = Withholding.objects.filter(pk=row.pk, asked_by__isnull=True)
        known.update(why=why, asked_by=by, grace_until=None)
    Photo.objects.filter(pk=photo.pk).update(shown_until=None)
    if is_new:
        queue_hidden([row])
    return is_new


def held_photos(photos: "QuerySet[Photo]") -> list[Photo]:
    """These photos, each locked until the transaction ends, with post, group and school; after the pupils on them."""
    held = photos.select_for_update(of=("self",)).order_by("pk")
    return list(held.select_related("post__school_group__school"))


def settle_lapsed() -> int:
    """Photos whose last day has passed: shown again when all on them may still be seen (a new yes came in time), else
    written down for whom they are not. The number withheld.
    """
    over = Photo.objects.filter(shown_until__lt=clock.today(), post__state=Post.State.PUBLISHED)
    return sum(_settle_some(over.filter(pk__in=some)) for some in _portions(over))


def _portions(photos: "QuerySet[Photo]", size: int = 200) -> list[list[int]]:
    ids = list(photos.order_by("pk").values_list("pk", flat=True))
    return [ids[start : start + size] for start in range(0, len(ids), size)]


@transaction.atomic
def _settle_some(photos: "QuerySet[Photo]") -> int:
    withheld = settle_again(photos)
    queue_lapsed([row for row in withheld if row.began_at >= clock.begin_of(clock.today())])
    return len({row.photo_id for row in withheld})


@clause("B9", "D3")
def settle_again(photos: "QuerySet[Photo]") -> list[Withholding]:
    """Give these published photos their last day anew, or withhold them; all pupils on them are held for it. What is
    withheld stays so, whatever holds now: only a person puts it back. Why they are withheld, row by row."""
    hold({pupil for seen in seen_on(photos).values() for pupil in seen.pupils})
    rows = held_photos(photos)
    seen, withheld = seen_on(rows), standing_rows(rows)
    holding = PhotoStanding().ask((photo, seen[photo.pk].pupils) for photo in rows)
    for photo in rows:
        now = holding.of(photo, seen[photo.pk].pupils)
        for pupil, outcome in now.items():
            if not outcome.may:
                _withhold(withheld, photo, pupil, outcome, seen[photo.pk], holding)
        days = [outcome.until for outcome in now.values() if outcome.may]
        photo.shown_until = _last_day(days, [row for (of, _), row in withheld.items() if of == photo.pk])
    _keep(withheld)
    Photo.objects.bulk_update(rows, ["shown_until"])
    return list(withheld.values())


def _last_day(days: list[date], withheld: list[Withholding]) -> date | None:
    """None while it is withheld for somebody without grace, or after it."""
    for row in withheld:
        if row.grace_until is None or row.grace_until < clock.today():
            return None
        days.append(row.grace_until)
    return min(days, default=date.max)
