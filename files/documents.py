"""PDF files by their content: pages to read, and nothing that acts.

Pure functions on bytes, no Django. pypdf reads what strangers wrote: ask files/isolated.py.
"""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from protocol.words import msgid

# Words for the uploader, msgids in English; %(name)s is the file's name.
NOT_A_PDF = msgid("%(name)s is not a PDF. Save it as a PDF and add it again.")
LOCKED = msgid("%(name)s is locked with a password. Save it without a password and add it again.")
ACTIVE = msgid("%(name)s holds a program or another file. Print it to a new PDF and add that one.")
DAMAGED_PDF = msgid("%(name)s is damaged and cannot be opened. Save it again as a PDF and add that one.")

# Keys and actions (ISO 32000-2, 12.6 and 7.11) by which a PDF does something or carries something along.
ACTIVE_KEYS = {"/JavaScript", "/JS", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA", "/AF", "/EF"}
ACTIVE_KINDS = {"/JavaScript", "/Launch", "/GoToE", "/GoToR", "/ImportData", "/SubmitForm", "/Rendition", "/RichMedia"}
ACTIVE_KINDS |= {"/EmbeddedFile", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D", "/RichMediaExecute"}
OBJECTS_MAX = 200_000


class NotADocument(Exception):
    """What was given is no PDF that may go along; ``reason`` is one of the msgids above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_pdf(first_bytes: bytes, last_bytes: bytes) -> bool:
    """Whether a file begins and ends as a PDF does; the last 1024 bytes are enough."""
    return first_bytes.startswith(b"%PDF-") and b"%%EOF" in last_bytes[-1024:]


def check_pdf(data: bytes) -> int:
    """The number of pages of a PDF that can be read and does nothing by itself.

    Raises:
        NotADocument: no PDF, encrypted, damaged, or with scripts, actions or other files in it.
    """
    if not is_pdf(data[:8], data[-1024:]):
        raise NotADocument(NOT_A_PDF)
    try:
        return _checked(data)
    except NotADocument:
        raise
    except Exception as error:  # the reader raises whatever a hostile file makes it raise
        raise NotADocument(DAMAGED_PDF) from error


def _checked(data: bytes) -> int:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise NotADocument(LOCKED)
    pages = len(reader.pages)
    if pages == 0:
        raise NotADocument(DAMAGED_PDF)
    for dictionary in _dictionaries(reader):
        if ACTIVE_KEYS & dictionary.keys() or _names(dictionary) & ACTIVE_KINDS:
            raise NotADocument(ACTIVE)
    return pages


def _names(dictionary: DictionaryObject) -> set[str]:
    return {str(dictionary.get(key)) for key in ("/S", "/Type", "/Subtype") if key in dictionary}


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the trailer, each once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    for _ in range(OBJECTS_MAX):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))
    raise NotADocument(DAMAGED_PDF)
