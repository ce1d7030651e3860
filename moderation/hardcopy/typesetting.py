"""Words as a PDF to keep: PDF/A-2a, tagged, every sign with a shape, the same bytes for the same words."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from groups.letters import FONTS as FONTS_OF_LETTERS
from moderation.hardcopy.signs import printable
from protocol.clauses import clause

STANDARDS: list[Any] = ["a-2a", "ua-1"]


@clause("F6")
def typeset(template: Path, words: Any, at: datetime) -> bytes:
    """A PDF of this template, made at this moment. What people wrote goes in as data, never as source; a file that the
    words name lies beside the template."""
    try:
        return _compiled(template, printable_in(words), at)
    except typst.TypstError:  # a mixture of signs that no font has together
        return _compiled(template, printable_in(words, strict=True), at)


def printable_in(value: Any, *, strict: bool = False) -> Any:
    """The same data with texts of which every sign can be printed (signs.py)."""
    if isinstance(value, str):
        return printable(value, strict=strict)
    if isinstance(value, list):
        return [printable_in(one, strict=strict) for one in value]
    if isinstance(value, dict):
        return {key: printable_in(one, strict=strict) for key, one in value.items()}
    return value


def _compiled(template: Path, words: Any, at: datetime) -> bytes:
    pdf = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
        sys_inputs={"data": json.dumps(words)},
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(FONTS_OF_LETTERS), str(Path(__file__).parent / "fonts")]
    )
