"""The sweep that prepares photos: out of quarantine into three clean sizes, or refused with a reason.

A row says who is busy with it and until when; whoever is killed loses nothing but that time. No transaction is open
while a picture is made or a file is written.
"""

import logging
import time
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from files import isolated
from files.claiming import TRIES, claim, put_off, settle
from files.pictures import NotAPicture, Sizes
from messaging.actions.publishing import publish_if_ready
from messaging.models import Photo
from notifications.bell import ring
from protocol.clauses import clause
from protocol.words import msgid

log = logging.getLogger("kring.photos")

# Seconds after which a sweep makes room for other work and rings for the next one: soon enough that a worker of one
# process still shows that it lives (portal/running/watch.py).
BUDGET = 12.0
FILES = ("small_webp", "small_jpeg", "medium_webp", "medium_jpeg", "large_webp", "large_jpeg")

LOST = msgid("%(name)s got lost at our end. Add the photo again.")
WORN_OUT = msgid("%(name)s could not be prepared. Add the photo again, or choose another one.")


@clause("B8")
def prepare_photos() -> int:
    """Prepare the photos that wait, one by one, the least tried first; the number that came out ready.

    Posts that waited for their photos go out as soon as the last one is done.
    """
    until = time.monotonic() + BUDGET
    ready = 0
    for photo in _claimed():
        ready += _prepare(photo)
        publish_if_ready(photo.post_id)
        if time.monotonic() > until:
            ring("messaging.prepare_photos")
            break
    return ready


def _claimed() -> Iterator[Photo]:
    """Due photos, each claimed as it is handed out."""
    while Photo.objects.due().exists():
        photo = _claim()
        if photo is None:  # the others are in good hands
            return
        yield photo


def _claim() -> Photo | None:
    photo: Photo | None = claim(Photo.objects.due())
    return photo


def _prepare(photo: Photo) -> bool:
    """Whether the photo came out ready."""
    if photo.tries > TRIES:
        return _refuse(photo, WORN_OUT)
    try:
        with photo.original.open("rb") as original:
            sizes = isolated.make_sizes(original.read())
        return _keep(photo, sizes)
    except NotAPicture as refusal:
        return _refuse(photo, refusal.reason)
    except FileNotFoundError:
        return _refuse(photo, LOST)
    except (isolated.ProcessDied, OSError) as error:  # the next try may go better
        log.warning("photo %s, try %d: %s", photo.pk, photo.tries, error.__class__.__name__)
        put_off(photo)
        return False


def _keep(photo: Photo, sizes: Sizes) -> bool:
    """Store the files and show the photo, if it is still there and still ours; else leave nothing behind.

    An end in between (a signal may come while the row is committed) leaves files that nobody owns to the nightly
    comparison: to take them away here would take them from a photo that is shown.
    """
    original = photo.original.name
    try:
        for name in FILES:
            getattr(photo, name).save("", ContentFile(getattr(sizes, name)), save=False)
    except OSError:
        _remove(photo, *(getattr(photo, name).name for name in FILES))
        raise
    names = {name: getattr(photo, name).name for name in FILES}
    shown = {"state": Photo.State.READY, "width": sizes.width, "height": sizes.height, "original": ""}
    is_ours = settle(photo, claimed_until=None, **shown, **names)
    _remove(photo, *([original] if is_ours else names.values()))
    return is_ours


def _remove(photo: Photo, *names: str | None) -> None:
    for name in filter(None, names):
        photo.original.storage.delete(name)


def _refuse(photo: Photo, reason: str) -> bool:
    words = _(reason) % {"name": photo.filename}
    if settle(photo, state=Photo.State.REFUSED, reason=words, original="", claimed_until=None):
        photo.original.storage.delete(str(photo.original.name))
    return False
