"""Letters with a code, as one PDF: a page per guardian, in Dutch with the guardian's language beside it (F3).

What people wrote goes in as data, never as source. Only the fonts inside typst and those beside this file are used, so
a letter looks the same on every machine. Who reads a language without words here gets English beside the Dutch. A name
in signs that no font has (Chinese, say) would be boxes: the letter then says the sign-in name, which is always Latin.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_M

from groups.letters.words import FROM_THE_RIGHT, WORDS
from protocol.clauses import clause

TEMPLATE = Path(__file__).parent / "letter.typ"
FONTS = Path(__file__).parent / "fonts"
DUTCH, OTHERWISE = "nl", "en"
ISOLATE, ISOLATE_ENDS = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
# So many fit in a request: well under two seconds.
BATCH = 30


@dataclass(frozen=True)
class Sender:
    """Who writes: a school, and where its portal stands."""

    school: str
    place: str
    phone: str
    address: str


@dataclass(frozen=True)
class Letter:
    """To whom, with which code, and until which day it works. No pupil is named."""

    first_name: str
    full_name: str
    sign_in_name: str
    language: str
    code: str
    link: str
    until: date


@clause("F3")
def letters_pdf(sender: Sender, letters: list[Letter]) -> bytes:
    """The letters as one PDF, a page each, in this order."""
    data = {"sender": asdict(sender), "letters": [_page(sender, letter) for letter in letters]}
    return typeset(TEMPLATE, data)


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """A PDF of this template. What people wrote goes in as data, never as source."""
    pdf = typst.compile(
        str(template), font_paths=_fonts(), format="pdf", sys_inputs={"data": json.dumps(data, default=str)}
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@lru_cache(maxsize=1024)
def can_write(text: str) -> bool:
    """Whether the fonts have every sign of it. An archive PDF may hold no sign without a shape, so typst refuses it."""
    try:
        typst.compile(b"#sys.inputs.text", font_paths=_fonts(), sys_inputs={"text": text}, pdf_standards=["a-2u"])
    except typst.TypstError:
        return False
    return True


def _in_signs_we_have(letter: Letter) -> Letter:
    if can_write(letter.full_name):
        return letter
    return replace(letter, first_name=letter.sign_in_name, full_name=letter.sign_in_name)


def _page(sender: Sender, letter: Letter) -> dict[str, object]:
    letter = _in_signs_we_have(letter)
    beside = letter.language if letter.language in WORDS else OTHERWISE
    languages = [DUTCH] if letter.language == DUTCH else [DUTCH, beside]
    return asdict(letter) | {
        "qr": qr_svg(letter.link),
        "columns": [{"language": name, **_filled(name, sender, letter)} for name in languages],
    }


def _filled(language: str, sender: Sender, letter: Letter) -> dict[str, object]:
    """The words of one language with the names in them. The names are data here too: no format of theirs counts."""
    words = WORDS[language]
    names = {
        "name": letter.first_name,
        "school": sender.school,
        "address": sender.address,
        "phone": sender.phone.replace(" ", "\N{NO-BREAK SPACE}"),
        "day": f"{letter.until.day}-{letter.until.month}-{letter.until.year}",
    }
    if language in FROM_THE_RIGHT:
        names = {key: f"{ISOLATE}{name}{ISOLATE_ENDS}" for key, name in names.items()}
    trouble = words.call if sender.phone else words.ask
    return {
        "hello": words.hello.format(**names),
        "intro": words.intro.format(**names),
        "steps": [step.format(**names) for step in words.steps],
        "until": words.until.format(**names),
        "alone": words.alone,
        "trouble": trouble.format(**names),
        "code_label": words.code_label,
        "name_label": words.name_label,
    }


def qr_svg(link: str) -> str:
    """The link as a QR code, drawn as one path."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(link)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = "".join(
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(rows) for column, is_dark in enumerate(line) if is_dark
    )
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{squares}"/></svg>'
