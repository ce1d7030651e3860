"""PDF files of a draft: adding and taking out."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from files.documents import NOT_A_PDF, NotADocument, is_pdf
from files.isolated import check_pdf
from files.storage import shown_name
from messaging.actions.photos import Refused, held_draft
from messaging.models import Attachment, Post
from messaging.rules import FILES_MAX

FILE_BYTES_MAX = 10 * 1024 * 1024


def add_attachment(post: Post, upload: "UploadedFile[Any]", *, by: User, key: UUID | None = None) -> Attachment:
    """Keep a PDF with a draft. The same ``key`` again in the same draft is the same file.

    Raises:
        Refused: not a PDF by its content, locked, with a script or another file in it, larger than 10 MB, the post
            has five already, or it is out already.
    """
    name = shown_name(upload.name, _("the file"))
    if upload.size is None or upload.size > FILE_BYTES_MAX:
        raise Refused(_("%(name)s is larger than 10 MB. Make the PDF smaller and add it again.") % {"name": name})
    _check(upload, name)
    attachment = Attachment(post=post, name=name, size=upload.size, key=key or uuid4())
    attachment.file.save("", upload, save=False)  # before the transaction: no row waits for a disk
    try:
        kept = _take_in(attachment, by)
    except Refused:
        attachment.file.delete(save=False)
        raise
    if kept is not attachment:
        attachment.file.delete(save=False)
    return kept


def _check(upload: "UploadedFile[Any]", name: str) -> None:
    upload.seek(0)
    data: bytes = upload.read()
    upload.seek(0)
    try:
        if not is_pdf(data[:8], data[-1024:]):
            raise NotADocument(NOT_A_PDF)
        check_pdf(data)
    except NotADocument as refusal:
        raise Refused(_(refusal.reason) % {"name": name}) from refusal


@transaction.atomic
def _take_in(attachment: Attachment, by: User) -> Attachment:
    """The file, kept; the one that was kept before when this key came earlier."""
    draft = held_draft(attachment.post_id, by)
    if draft is None:
        raise Refused(_("This news item is placed already."))
    if known := draft.attachments.filter(key=attachment.key).first():
        return known
    if draft.attachments.count() >= FILES_MAX:
        words = _("%(name)s does not fit any more: %(number)d files is the most. Take one out first.")
        raise Refused(words % {"name": attachment.name, "number": FILES_MAX})
    if Attachment.objects.filter(key=attachment.key).exists():  # another post's: not theirs to name
        attachment.key = uuid4()
    attachment.save()
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> bool:
    """Take a file out of a draft. True when this call did it."""
    draft = held_draft(attachment.post_id, by)
    row = Attachment.objects.filter(pk=attachment.pk, post=draft).first() if draft is not None else None
    if row is None:
        return False
    row.delete()
    return True
