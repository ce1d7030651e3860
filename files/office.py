"""Office files by their content: a ZIP that says what it is, within bounds, and nothing in it that acts.

Pure functions on bytes, no Django. Names and sizes are read, nothing is unpacked but the small lists inside.
"""

import html
import io
import re
import zipfile

from files.documents import ACTIVE, NotADocument
from protocol.words import msgid

NOT_OFFICE = msgid("%(name)s is no PDF, photo or Office file. Save it as a PDF and add it again.")
DAMAGED_OFFICE = msgid("%(name)s is damaged and cannot be opened. Save it again and add that one.")

ENTRIES_MAX, UNPACKED_MAX, LIST_MAX = 5_000, 200 * 1024 * 1024, 1024 * 1024
ENTRY = b"PK\x01\x02"  # how each line of a ZIP's own list begins
# What the list of parts (ISO/IEC 29500-2, 10.1) calls the main part; the forms with macros have other names.
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": ".pptx",
}
OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
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

# What a program fetches by itself when the file is opened: a template with macros, an object, a page in a frame.
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
RELATION = re.compile(r"<[^<>]*\brelationship\b[^<>]*>")
# Of another machine; the template on the writer's own disk stands in many files, and is not there for anybody else.
ELSEWHERE = re.compile(r"target\s*=\s*[\"']\s*(https?:|ftp:|file:(//[^/\\]|/{4}|/*\\)|\\\\|//)")


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
    if data.count(ENTRY) > ENTRIES_MAX:  # before the reader makes an object of each
        raise NotADocument(DAMAGED_OFFICE)
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
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):  # of two parts with one name, each program opens another one
        raise NotADocument(DAMAGED_OFFICE)
    ending = _ending(archive, {entry.filename for entry in entries})
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith(ACTIVE_PARTS) or any(word in name for word in ACTIVE_WORDS):
            raise NotADocument(ACTIVE)
    relations = [entry for entry in entries if entry.filename.lower().endswith(".rels")]
    if sum(entry.file_size for entry in relations) > LIST_MAX:
        raise NotADocument(DAMAGED_OFFICE)
    for entry in relations:
        _check_relations(_words(archive, entry.filename))
    return ending


def _check_relations(said: str) -> None:
    for relation in RELATION.findall(said):
        if any(kind in relation for kind in FETCHED) and ELSEWHERE.search(relation):
            raise NotADocument(ACTIVE)


def _ending(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        parts = _words(archive, "[Content_Types].xml")
        if any(word in parts for word in ("macroenabled", "vbaproject")):
            raise NotADocument(ACTIVE)
        for main, ending in MAIN_PARTS.items():
            if main in parts:
                return ending
    if "mimetype" in names:
        kind = _words(archive, "mimetype").strip()
        if kind in OPEN_DOCUMENTS:
            return OPEN_DOCUMENTS[kind]
    raise NotADocument(NOT_OFFICE)


def _words(archive: zipfile.ZipFile, name: str) -> str:
    """A small list in lower case, as a program reads it: written out where it hides a letter behind its number."""
    with archive.open(name) as part:
        raw = part.read(LIST_MAX + 1)
    if len(raw) > LIST_MAX or b"\0" in raw:  # the rest was not seen; UTF-16 no program of an office writes
        raise NotADocument(DAMAGED_OFFICE)
    return html.unescape(raw.decode("utf-8", "replace")).lower()
