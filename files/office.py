"""Office files by their content: a ZIP that says what it is, within bounds, and nothing in it that acts.

Pure functions on bytes, no Django. Names and sizes are read, nothing is unpacked but the small lists inside.
"""

import io
import zipfile

from files.documents import ACTIVE, NotADocument
from protocol.words import msgid

NOT_OFFICE = msgid("%(name)s is no PDF, photo or Office file. Save it as a PDF and add it again.")
DAMAGED_OFFICE = msgid("%(name)s is damaged and cannot be opened. Save it again and add that one.")

ENTRIES_MAX, UNPACKED_MAX, LIST_MAX = 5_000, 200 * 1024 * 1024, 1024 * 1024
# What the list of parts (ISO/IEC 29500-2, 10.1) calls the main part; the forms with macros have other names.
MAIN_PARTS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ".docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": ".pptx",
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
# Programs, and other files carried along, by the beginning of their names.
ACTIVE_PARTS = ("basic/", "scripts/", "object ")
ACTIVE_WORDS = ("vbaproject", "vbadata", "/embeddings/", "/activex/", "externallinks/", "macrosheets/")


def is_zip(first_bytes: bytes) -> bool:
    """Whether a file begins as a ZIP does."""
    return first_bytes.startswith(b"PK\x03\x04")


def check_office(data: bytes) -> str:
    """The ending that belongs to an Office file by its content: ``.docx``.

    Raises:
        NotADocument: no such file, damaged, too large inside, or with a program or another file in it.
    """
    if not is_zip(data[:4]):
        raise NotADocument(NOT_OFFICE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive)
    except NotADocument:
        raise
    except Exception as error:  # a hostile ZIP makes the reader raise whatever it likes
        raise NotADocument(DAMAGED_OFFICE) from error


def _checked(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if len(entries) > ENTRIES_MAX or sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise NotADocument(DAMAGED_OFFICE)
    ending = _ending(archive, {entry.filename for entry in entries})
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith(ACTIVE_PARTS) or any(word in name for word in ACTIVE_WORDS):
            raise NotADocument(ACTIVE)
    return ending


def _ending(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        parts = _small(archive, "[Content_Types].xml")
        if b"macroenabled" in parts.lower():
            raise NotADocument(ACTIVE)
        for main, ending in MAIN_PARTS.items():
            if main in parts:
                return ending
    if "mimetype" in names:
        kind = _small(archive, "mimetype").strip()
        if kind in OPEN_DOCUMENTS:
            return OPEN_DOCUMENTS[kind]
    raise NotADocument(NOT_OFFICE)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LIST_MAX)
