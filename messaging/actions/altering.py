"""A photo of a draft is cropped, or a face on it covered: new files, and nothing is left of the old ones (D3)."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from files import isolated
from files.pictures import Box, NotAPicture, Sizes
from messaging.actions.photos import Refused, held_draft
from messaging.actions.preparation import FILES
from messaging.models import Depiction, Photo
from protocol.clauses import clause


@clause("D3")
def crop_photo(photo: Photo, box: Box, *, by: User) -> Photo | None:
    """Keep only this part of a photo of a draft. As ``cover_photo``."""
    return _alter(photo, by, lambda data: isolated.cut(data, box))


@clause("D3")
def cover_photo(photo: Photo, boxes: Sequence[Box], *, by: User) -> Photo | None:
    """Burn an opaque shape over these parts of a photo of a draft, in every size.

    The photo has other files and another key then, so that no browser shows what it kept of the old ones; who is on it
    must be said anew. None when it is no ready photo of one's own draft (any more).

    Raises:
        Refused: it could not be done; the photo is as it was.
    """
    return _alter(photo, by, lambda data: isolated.cover(data, boxes))


def _alter(photo: Photo, by: User, change: Callable[[bytes], Sizes]) -> Photo | None:
    try:
        with photo.large_jpeg.open("rb") as large:
            sizes = change(large.read())
    except (NotAPicture, isolated.ProcessDied, OSError) as error:
        raise Refused(_("That did not work. The photo is as it was. Try again.")) from error
    fresh = Photo()
    for name in FILES:  # before the transaction: no row waits for a disk
        getattr(fresh, name).save("", ContentFile(getattr(sizes, name)), save=False)
    new = _names(fresh)
    is_done = _put_in_place(photo, by, {**new, "width": sizes.width, "height": sizes.height})
    if not is_done:
        _remove(photo, new)
    return Photo.objects.select_related("post").get(pk=photo.pk) if is_done else None


def _names(photo: Photo) -> dict[str, str]:
    return {name: str(getattr(photo, name).name) for name in FILES}


@transaction.atomic
def _put_in_place(photo: Photo, by: User, fields: dict[str, object]) -> bool:
    """Of two changes at once the second finds other files than it began with, and is none."""
    draft = held_draft(photo.post_id, by)
    as_it_was = Photo.objects.ready().filter(pk=photo.pk, post=draft, **_names(photo)) if draft is not None else None
    unsaid = {"recognisable": "", "line_up": None, "key": uuid4()}
    if as_it_was is None or as_it_was.update(**fields, **unsaid) != 1:
        return False
    Depiction.objects.filter(photo=photo).delete()
    old = _names(photo)
    transaction.on_commit(lambda: _remove(photo, old))
    return True


def _remove(photo: Photo, names: dict[str, str]) -> None:
    for name in names.values():
        photo.large_jpeg.storage.delete(name)
