"""Photos and files of a draft: adding, ordering, taking out, and preparing them in a worker."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from messaging.models import Attachment, Photo, Post
from messaging.rules import FILES_MAX, PHOTOS_MAX
from notifications.bell import ring


class Refused(Exception):
    """A file that cannot go along; the message names it and says, in the user's words, what to do."""


@transaction.atomic
def add_photo(post: Post, upload: UploadedFile, *, by: User, alt: str = "") -> Photo:
    """Put a photo in quarantine with a draft; a worker prepares it.

    Raises:
        Refused: not a photo by its content, too large, or the post has thirty already.
    """
    draft = Post.objects.select_for_update().get(pk=post.pk, author=by, state=Post.State.DRAFT)
    if draft.photos.count() >= PHOTOS_MAX:
        raise Refused(PHOTOS_MAX)
    last = draft.photos.aggregate(last=Max("position"))["last"]
    photo = Photo.objects.create(
        post=draft,
        position=0 if last is None else last + 1,
        alt=alt,
        filename=(upload.name or "")[:120],
        original=upload,
    )
    ring("messaging.prepare_photos")
    return photo


@transaction.atomic
def order_photos(post: Post, keys: Sequence[str], *, by: User) -> None:
    """Put the photos of a draft in this order; those not named keep theirs, after it."""
    photos = list(Photo.objects.filter(post=post, post__author=by, post__state=Post.State.DRAFT))
    place = {key: number for number, key in enumerate(keys)}
    photos.sort(key=lambda photo: (place.get(str(photo.key), len(place)), photo.position, photo.pk))
    for number, photo in enumerate(photos):
        photo.position = number
    Photo.objects.bulk_update(photos, ["position"])


@transaction.atomic
def remove_photo(photo: Photo, *, by: User) -> bool:
    """Take a photo out of a draft; its files go with it. True when this call did it."""
    mine = Photo.objects.select_for_update(of=("self",)).filter(
        pk=photo.pk, post__author=by, post__state=Post.State.DRAFT
    )
    row = mine.first()
    if row is None:
        return False
    row.delete()
    return True


@transaction.atomic
def add_attachment(post: Post, upload: UploadedFile, *, by: User) -> Attachment:
    """Keep a PDF with a draft.

    Raises:
        Refused: not a PDF by its content, too large, or the post has five already.
    """
    draft = Post.objects.select_for_update().get(pk=post.pk, author=by, state=Post.State.DRAFT)
    if draft.attachments.count() >= FILES_MAX:
        raise Refused(FILES_MAX)
    return Attachment.objects.create(
        post=draft, file=upload, name=(upload.name or "bestand.pdf")[-120:], size=upload.size or 0
    )


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> bool:
    """Take a file out of a draft. True when this call did it."""
    row = Attachment.objects.filter(pk=attachment.pk, post__author=by, post__state=Post.State.DRAFT).first()
    if row is None:
        return False
    row.delete()
    return True
