"""Files of a message: taken in with it, checked by a worker, shown when they are what they say (B8)."""

import logging
import time
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Message, MessageFile
from files import isolated
from files.claiming import TRIES, claim, put_off, settle
from files.documents import NotADocument, is_pdf
from files.office import check_office
from files.pictures import NotAPicture, sniff
from files.storage import shown_name
from files.virus import ScannerAway, virus_in
from notifications.bell import ring
from protocol.clauses import clause
from protocol.words import msgid

log = logging.getLogger("kring.conversations")

FILES_MAX, BYTES_MAX = 10, 25 * 1024 * 1024
BUDGET = 12.0
VIRUS = msgid("%(name)s holds a virus and was thrown away.")
WORN_OUT = msgid("%(name)s could not be checked. Add it again, or choose another one.")


class Refused(Exception):
    """Files that cannot go along; each message names one and says what to do."""


def look_at(uploads: "Sequence[UploadedFile[Any]]") -> None:
    """What can be seen at once: too many, or too large.

    Raises:
        Refused: so.
    """
    if len(uploads) > FILES_MAX:
        raise Refused(_("%(number)d files is the most. Send the others in a next message.") % {"number": FILES_MAX})
    for upload in uploads:
        if upload.size is None or upload.size > BYTES_MAX:
            name = shown_name(upload.name, _("the file"))
            raise Refused(_("%(name)s is larger than 25 MB. Choose a smaller one.") % {"name": name})


def take_in(message: Message, uploads: "Sequence[UploadedFile[Any]]", *, by: User) -> None:
    """Keep the files of a new message apart, within its transaction; what breaks off is for the nightly comparison."""
    for upload in uploads:
        row = MessageFile(
            message=message, uploaded_by=by, name=shown_name(upload.name, _("the file")), size=upload.size or 0
        )
        row.original.save("", upload, save=False)
        row.save()
    if uploads:
        ring("conversations.check_files")


@clause("B8")
def check_files() -> int:
    """Check the files that wait, the least tried first; the number that came out ready."""
    until, ready = time.monotonic() + BUDGET, 0
    while (row := claim(MessageFile.objects.due())) is not None:
        ready += _check(row)
        if time.monotonic() > until:
            ring("conversations.check_files")
            break
    return ready


def _check(row: MessageFile) -> bool:
    if row.tries > TRIES:
        return _refuse(row, WORN_OUT)
    try:
        with row.original.open("rb") as original:
            data = original.read()
        if virus_in(data):
            return _refuse(row, VIRUS)
        return _keep(row, *_clean(data))
    except (NotADocument, NotAPicture) as refusal:
        return _refuse(row, refusal.reason)
    except FileNotFoundError:
        return _refuse(row, WORN_OUT)
    except (isolated.ProcessDied, ScannerAway, OSError) as error:  # not known yet: the next try may go better
        log.warning("file %s, try %d: %s", row.pk, row.tries, error.__class__.__name__)
        put_off(row)
        return False


def _clean(data: bytes) -> tuple[bytes, str, int, int]:
    """What is kept of it, its ending, and of a picture its size: encoded anew, without place and camera."""
    if sniff(data[:32]) is not None:
        sizes = isolated.make_sizes(data)
        return sizes.large_jpeg, ".jpg", sizes.width, sizes.height
    if is_pdf(data[:8], data[-1024:]):
        isolated.check_pdf(data)
        return data, ".pdf", 0, 0
    return data, check_office(data), 0, 0


def _keep(row: MessageFile, data: bytes, ending: str, width: int, height: int) -> bool:
    original = row.original.name
    row.ending = ending
    row.file.save("", ContentFile(data), save=False)
    more = {"ending": ending, "size": len(data), "width": width, "height": height, "file": row.file.name}
    is_ours = settle(row, state=MessageFile.State.READY, original="", claimed_until=None, **more)
    row.file.storage.delete(str(original if is_ours else row.file.name))
    return is_ours


def _refuse(row: MessageFile, reason: str) -> bool:
    original = row.original.name
    words = _(reason) % {"name": row.name}
    if settle(row, state=MessageFile.State.REFUSED, reason=words, original="", claimed_until=None):
        row.original.storage.delete(str(original))
    return False
