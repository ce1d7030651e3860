"""The hard copy: a record as a PDF to print and to keep (F6).

PDF/A-2a, tagged, in Dutch, the same bytes for the same record. What people typed goes in as data, never as source, and
whatever it was, there is a PDF: a sign without a shape is printed as its name (signs.py), a photo that cannot be read
as a sentence that says so.
"""

import hashlib
import io
import json
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from PIL import Image
from pypdf import PdfReader

from groups.letters import FONTS as FONTS_OF_LETTERS
from moderation.hardcopy.sections import sections_of, title_of, when
from moderation.hardcopy.signs import printable
from moderation.records import canonical
from protocol.clauses import clause

HERE = Path(__file__).parent
TEMPLATE = HERE / "hardcopy.typ"
STANDARDS: list[Any] = ["a-2a", "ua-1"]


@dataclass(frozen=True)
class HardCopy:
    data: bytes
    pages: int


@clause("F6")
def pdf_of(record: dict[str, Any], pictures: list[tuple[str, bytes]]) -> HardCopy:
    """The PDF of a record, with its photos (name and JPEG or WebP bytes)."""
    with tempfile.TemporaryDirectory(prefix="kring-hard-copy-") as folder:
        names = [_laid_down(Path(folder), number, data) for number, (_, data) in enumerate(pictures, start=1)]
        try:
            pdf = _typeset(folder, record, names, strict=False)
        except typst.TypstError:  # a mixture of signs that no font has together
            pdf = _typeset(folder, record, names, strict=True)
    return HardCopy(pdf, len(PdfReader(io.BytesIO(pdf)).pages))


def _typeset(folder: str, record: dict[str, Any], names: list[str], *, strict: bool) -> bytes:
    template = Path(folder) / TEMPLATE.name
    template.write_bytes(TEMPLATE.read_bytes())
    pdf = typst.compile(
        str(template),
        root=folder,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(datetime.fromisoformat(record["made_at"]["utc"]).timestamp()),
        sys_inputs={"data": json.dumps(_words(record, names, strict=strict))},
    )
    assert isinstance(pdf, bytes)
    return pdf


def _words(record: dict[str, Any], names: list[str], *, strict: bool) -> Any:
    code = code_of(record)
    words = {
        "title": title_of(record),
        "school": record["school"]["name"],
        "made": when(record["made_at"]),
        "code": grouped(code),
        "short": code[:8],
        "sections": sections_of(record, names),
    }
    return _printable(words, strict)


def _printable(value: Any, strict: bool) -> Any:
    if isinstance(value, str):
        return printable(value, strict=strict)
    if isinstance(value, list):
        return [_printable(one, strict) for one in value]
    if isinstance(value, dict):
        return {key: _printable(one, strict) for key, one in value.items()}
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS_OF_LETTERS), str(HERE / "fonts")])


def _laid_down(folder: Path, number: int, data: bytes) -> str:
    """The name of a photo that lies where typst finds it; empty for one that cannot be read as a picture."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            name = f"{number:02}.{str(image.format).lower()}"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    (folder / name).write_bytes(data)
    return f"/{name}"


def code_of(record: dict[str, Any]) -> str:
    """The check code of a record: the SHA-256 of record.json."""
    return hashlib.sha256(canonical(record)).hexdigest()


def grouped(code: str) -> str:
    """A check code as people read it out: in fours."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@cache
def readme() -> str:
    """How to check a package without this software."""
    return (HERE / "LEESMIJ.txt").read_text()
