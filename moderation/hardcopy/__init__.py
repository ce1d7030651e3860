"""The hard copy: a record as a PDF to print and to keep (F6).

PDF/A-2a, tagged, in Dutch. What people typed goes in as data, never as source.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groups.letters import typeset
from protocol.clauses import clause

HERE = Path(__file__).parent


@dataclass(frozen=True)
class HardCopy:
    data: bytes
    pages: int


@clause("F6")
def pdf_of(record: dict[str, Any], pictures: list[tuple[str, bytes]]) -> HardCopy:
    """The PDF of a record, with its photos (name and JPEG or WebP bytes)."""
    return HardCopy(typeset(HERE / "hardcopy.typ", {"record": record}), 1)


def readme() -> str:
    """How to check a package without this software."""
    return (HERE / "LEESMIJ.txt").read_text()
