"""The hard copy: a record as a PDF to print and to keep (F6).

PDF/A-2a, tagged, in Dutch, the same bytes for the same record. What people typed goes in as data, never as source, and
whatever it was, there is a PDF: a sign without a shape is printed as its name (signs.py), a photo that cannot be read
as a sentence that says so.
"""

import hashlib
import io
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader

from moderation.hardcopy.sections import sections_of, title_of, when
from moderation.hardcopy.typesetting import typeset
from moderation.records import canonical
from protocol.clauses import clause

HERE = Path(__file__).parent
TEMPLATE = HERE / "hardcopy.typ"


@dataclass(frozen=True)
class HardCopy:
    data: bytes
    pages: int


@clause("F6")
def pdf_of(record: dict[str, Any], pictures: list[tuple[str, bytes]]) -> HardCopy:
    """The PDF of a record, with its photos (name and JPEG or WebP bytes)."""
    with tempfile.TemporaryDirectory(prefix="kring-hard-copy-") as folder:
        names = [_laid_down(Path(folder), number, data) for number, (_, data) in enumerate(pictures, start=1)]
        template = Path(folder) / TEMPLATE.name
        template.write_bytes(TEMPLATE.read_bytes())
        pdf = typeset(template, _words(record, names), datetime.fromisoformat(record["made_at"]["utc"]))
    return HardCopy(pdf, len(PdfReader(io.BytesIO(pdf)).pages))


def _words(record: dict[str, Any], names: list[str]) -> dict[str, Any]:
    code = code_of(record)
    return {
        "title": title_of(record),
        "school": record["school"]["name"],
        "made": when(record["made_at"]),
        "code": grouped(code),
        "short": code[:8],
        "sections": sections_of(record, names),
    }


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
