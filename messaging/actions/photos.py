"""Photos of a draft: adding, ordering and taking out. A worker prepares them (preparation.py)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from files.pictures import NOT_A_PHOTO, sniff
from files.storage import shown_name
from files.uploads import UPLOAD_MAX
from messaging.models import Photo, Post
from messaging.rules import PHOTOS_MAX
from notifications.bell import ring

PHOTO_BYTES_MAX = UPLOAD_MAX


class Refused(Exception):
    """A file that cannot go along; the message names it and says, in the user's words, what to do."""


def add_photo(post: Post, upload: "UploadedFile[Any]", *, by: User, alt: str = "", key: UUID | None = None) -> Photo:
    """Put a photo in quarantine with a draft; a worker prepares it.

    The same ``key`` again in the same draft is the same photo: an upload whose answer got lost can be repeated.

    Raises:
        Refused: not a photo by its content, larger than 25 MB, the post has thirty already, or it is out already.
    """
    name = shown_name(upload.name, _("the photo"))
    if upload.size is None or upload.size > PHOTO_BYTES_MAX:
        raise Refused(_("%(name)s is larger than 25 MB. Choose a smaller photo.") % {"name": name})
    if sniff(_first_bytes(upload)) is None:
        raise Refused(_(NOT_A_PHOTO) % {"name": name})
    photo = Photo(post=post, alt=alt, filename=name, key=key or uuid4())
    photo.original.save("", upload, save=False)  # before the transaction: no row waits for a disk
    try:
        kept = _take_in(photo, by)
    except Refused:
        photo.original.delete(save=False)
        raise
    if kept is not photo:
        photo.original.delete(save=False)
    return kept


def _first_bytes(upload: "UploadedFile[Any]") -> bytes:
    upload.seek(0)
    first: bytes = upload.read(32)
    upload.seek(0)
    return first


def held_draft(pk: int, by: User) -> Post | None:
    """A draft of one's own, its row held: what was sent meanwhile keeps its photos and files."""
    found: Post | None = Post.objects.select_for_update().filter(pk=pk, author=by, state=Post.State.DRAFT).first()
    return found


@transaction.atomic
def _take_in(photo: Photo, by: User) -> Photo:
    """The photo, kept; the one that was kept before when this key came earlier."""
    draft = held_draft(photo.post_id, by)
    if draft is None:
        raise Refused(_("This news item is placed already."))
    if known := draft.photos.filter(key=photo.key).first():
        return known
    if draft.photos.count() >= PHOTOS_MAX:
        words = _("%(name)s does not fit any more: %(number)d photos is the most. Take one out first.")
        raise Refused(words % {"name": photo.filename, "number": PHOTOS_MAX})
    last = draft.photos.aggregate(last=Max("position"))["last"]
    photo.position = 0 if last is None else last + 1
    if Photo.objects.filter(key=photo.key).exists():  # somebody else's photo, or another post's: not theirs to name
        photo.key = uuid4()
    photo.save()
    ring("messaging.prepare_photos")
    return photo


@transaction.atomic
def order_photos(post: Post, keys: Sequence[str], *, by: User) -> None:
    """Put the photos of a draft in this order; those not named keep theirs, after it."""
    draft = held_draft(post.pk, by)
    photos = list(draft.photos.all()) if draft is not None else []
    place = {key: number for number, key in enumerate(keys)}
    photos.sort(key=lambda photo: (place.get(str(photo.key), len(place)), photo.position, photo.pk))
    for number, photo in enumerate(photos):
        photo.position = number
    Photo.objects.bulk_update(photos, ["position"])


@transaction.atomic
def remove_photo(photo: Photo, *, by: User) -> bool:
    """Take a photo out of a draft; its files go with it. True when this call did it."""
    draft = held_draft(photo.post_id, by)
    row = Photo.objects.select_for_update().filter(pk=photo.pk, post=draft).first() if draft is not None else None
    if row is None:
        return False
    row.delete()
    return True
