"""A teacher says who can be recognised on photos, before they go out (D2, D3)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consent.changes import hold
from messaging.actions.photos import held_draft
from messaging.models import Depiction, Photo, Post, line_up_of
from messaging.recognition import check_photos, consenting_in, pupils_of
from protocol.clauses import clause
from protocol.finding import Finding

Recognisable = Photo.Recognisable


@clause("D3")
@transaction.atomic
def say_of_series(
    post: Post, recognisable: str, *, by: User, keys: Collection[UUID] | None = None, seen: str = ""
) -> int:
    """Say of the photos of a draft that nobody can be recognised, or only children with consent: of all on which no
    single pupils were marked, or of those with these keys. The number of photos.

    "Only children with consent" is kept as: possibly every pupil of the group who has consent at this moment. ``seen``
    is the ``Consenting.digest`` that the author had before their eyes: when others have consent now, nothing is said.
    """
    draft = held_draft(post.pk, by)
    if draft is None or recognisable not in (Recognisable.NOBODY, Recognisable.CONSENTED):
        return 0
    unmarked = draft.photos.exclude(recognisable=Recognisable.PUPILS)
    photos = unmarked if keys is None else draft.photos.filter(key__in=keys)
    line_up = None
    if recognisable == Recognisable.CONSENTED:
        consenting = consenting_in(draft.school_group)
        if seen and seen != consenting.digest:
            return 0
        line_up = line_up_of(consenting.may)
    Depiction.objects.filter(photo__in=photos).delete()
    return photos.update(recognisable=recognisable, line_up=line_up)


@clause("D2")
def say_no_swimwear(post: Post, is_so: bool, *, by: User) -> bool:
    """Say once of all photos of a draft that nobody wears swimwear or gym underwear. True when it is kept."""
    drafts = Post.objects.filter(pk=post.pk, author=by, state=Post.State.DRAFT)
    return drafts.update(no_swimwear=is_so) == 1


@clause("D3")
@transaction.atomic
def mark_pupils(photo: Photo, pupils: Collection[int], *, by: User) -> bool:
    """Say which pupils (ids) of the group can be recognised on one photo of a draft; none takes the answer back. True
    when this call said it."""
    draft = held_draft(photo.post_id, by)
    if draft is None:
        return False
    known = {pupil.pk for pupil in pupils_of(draft.school_group)} & set(pupils)
    Depiction.objects.filter(photo=photo).delete()
    Depiction.objects.bulk_create(
        Depiction(photo=photo, pupil_id=pupil, is_on_it=True, said_by=by) for pupil in sorted(known)
    )
    answer = Recognisable.PUPILS if known else ""
    return draft.photos.filter(pk=photo.pk).update(recognisable=answer, line_up=None) == 1


@clause("D2", "D3", "B9")
def settle_photos(post: Post, photos: Sequence[Photo]) -> list[Finding]:
    """Let readers see these photos of a post that its caller holds and that goes out in this transaction; or, when one
    may not go along, what stops it, and nothing changed.

    The rows of all pupils on them are held: a withdrawal waits, and then takes them down again.
    """
    if not photos:
        return []
    hold(check_photos(post, photos).pupils)
    check = check_photos(post, photos)  # as it stands now that nobody can change it
    if findings := check.findings(no_swimwear=post.no_swimwear):
        return findings
    for photo in photos:
        photo.shown_until = check.until(photo.pk)
    Photo.objects.bulk_update(photos, ["shown_until"])
    return []
