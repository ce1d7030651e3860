"""Letters with a code, as one PDF: a page per guardian, in Dutch with the guardian's language beside it (F3).

What people wrote goes in as data, never as source. Only the fonts inside typst are used, so a letter looks the same
on every machine. They have no Arabic, Ethiopic or Chinese signs; who reads those gets English beside the Dutch.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_M

from groups.letters.words import WORDS, Words
from protocol.clauses import clause

TEMPLATE = Path(__file__).parent / "letter.typ"
DUTCH, OTHERWISE = "nl", "en"
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
    pdf = typst.compile(
        str(TEMPLATE), font_paths=_fonts(), format="pdf", sys_inputs={"data": json.dumps(data, default=str)}
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _page(sender: Sender, letter: Letter) -> dict[str, object]:
    beside = letter.language if letter.language in WORDS else OTHERWISE
    languages = [DUTCH] if letter.language == DUTCH else [DUTCH, beside]
    return asdict(letter) | {
        "qr": qr_svg(letter.link),
        "columns": [{"language": name, **_filled(WORDS[name], sender, letter)} for name in languages],
    }


def _filled(words: Words, sender: Sender, letter: Letter) -> dict[str, object]:
    """The words of one language with the names in them. The names are data here too: no format of theirs counts."""
    names = {
        "name": letter.first_name,
        "school": sender.school,
        "address": sender.address,
        "phone": sender.phone.replace(" ", "\N{NO-BREAK SPACE}"),
        "day": f"{letter.until.day}-{letter.until.month}-{letter.until.year}",
    }
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
