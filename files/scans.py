"""A scan as somebody hands it in, a PDF or a photo of paper, turned into a PDF that can be kept for years."""

import io

from PIL import Image

from files.documents import NotADocument, is_pdf
from files.isolated import ProcessDied, check_pdf, make_sizes
from files.pictures import DAMAGED, NotAPicture, sniff
from protocol.words import msgid

NEITHER = msgid("%(name)s is no PDF and no photo. Scan the form, or take a photo of it.")


def scan_as_pdf(data: bytes) -> bytes:
    """The scan as a PDF: as it came when it is one, else the photo, re-encoded, on a page of its own.

    Raises:
        NotADocument: neither of them, damaged, locked, or with a program in it.
    """
    if is_pdf(data[:8], data[-1024:]):
        check_pdf(data)
        return data
    if sniff(data[:32]) is None:
        raise NotADocument(NEITHER)
    try:
        return _on_a_page(make_sizes(data).large_jpeg)
    except NotAPicture as refusal:
        raise NotADocument(refusal.reason) from refusal
    except ProcessDied as died:
        raise NotADocument(DAMAGED) from died


def _on_a_page(jpeg: bytes) -> bytes:
    """What our own process encoded, as a page: nothing of the stranger's file is opened here."""
    page = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as image:
        image.save(page, "PDF", resolution=150)
    return page.getvalue()
