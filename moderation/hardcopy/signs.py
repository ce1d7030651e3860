"""Every sign can be printed: one that no font has, or that shows nothing, becomes its number and name (F6).

A PDF for the archive holds no sign without a shape, so typst refuses one. And what cannot be seen (a mark that turns
the direction of the words after it, say) would not be there for who reads on paper:
``[U+202E RIGHT-TO-LEFT OVERRIDE]``.
"""

import unicodedata
from functools import cache
from pathlib import Path

from protocol.clauses import clause

COVERED = Path(__file__).parent / "fonts" / "covered.txt"
# Longer than any word of Dutch that a person would read in one go; then it may break at every sign so far on.
WORD_MAX, BREAK = 24, "\N{ZERO WIDTH SPACE}"
_NAMELESS = {"Cc": "control", "Cs": "surrogate", "Co": "private use", "Cn": "unassigned"}
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_STYLES = "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"


@cache
def covered() -> frozenset[int]:
    """The code points that the fonts have."""
    found: set[int] = set()
    for word in COVERED.read_text().split():
        first, _, last = word.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@clause("F6")
def printable(text: str, *, strict: bool = False) -> str:
    """The text with every sign a shape, and long words that break.

    ``strict`` names all that is not Latin: for the few mixtures of which each sign has a shape and the whole has none.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_breaking("".join(_shown(line, strict))) for line in lines)


def _shown(line: str, strict: bool) -> list[str]:
    found: list[str] = []
    before = ""
    for sign in line:
        found.append(_sign(sign, before, strict))
        before = sign
    return found


def _sign(sign: str, before: str, strict: bool) -> str:
    if " " <= sign <= "~" or (strict and "\xa1" <= sign <= "\xff" and sign != "\xad"):
        return sign
    if strict:
        return named(sign)
    if sign == "\N{NO-BREAK SPACE}":
        return " "
    if (sign in _JOINERS and _joins(before)) or (sign in _STYLES and _is_picture(before)):
        return ""  # what it joins or styles is printed; the record has it
    return sign if ord(sign) in covered() else named(sign)


def _joins(before: str) -> bool:
    """Whether a joiner after this sign is ordinary: in Arabic words, and between pictures of people."""
    return _is_picture(before) or before in _STYLES or "\u0600" <= before <= "\u077f"


def _is_picture(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) in ("So", "Sk")


def named(sign: str) -> str:
    """A sign as its number and its name in Unicode."""
    name = unicodedata.name(sign, _NAMELESS.get(unicodedata.category(sign), "no name"))
    return f"[U+{ord(sign):04X} {name}]"


def _breaking(line: str) -> str:
    return " ".join(
        BREAK.join(word[start : start + WORD_MAX] for start in range(0, len(word), WORD_MAX))
        for word in line.split(" ")
    )
