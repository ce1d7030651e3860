"""Advertising, told apart from a school that asks for money and gives links every day (E4).

One word or one price says nothing. What offends is somebody who sells: signs are counted within two sentences, and
what belongs to a school (a trip, a good cause, tickets for the play) takes the weak ones away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from messaging.rules.folding import Word

SELLS, HELPS = 2, 1

_LIST = Path(__file__).resolve().parent.parent / "words" / "commercial.txt"


def _signs() -> dict[str, re.Pattern[str]]:
    """The patterns of each part of the list, in one."""
    parts: dict[str, list[str]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            next(reversed(parts.values())).append(line)
    return {name: re.compile(rf"\b(?:{'|'.join(signs)})\b") for name, signs in parts.items()}


_SIGNS = _signs()
_PRICE = re.compile(r"€ ?\d|\b\d{1,6}(?:[.,]\d{1,2})? ?(?:euro|eur\b|,-)|\d ?%|\bv(?:raag)?pr(?:ijs|\.)", re.IGNORECASE)
_SHOP = re.compile(
    r"marktplaats\.nl|vinted\.|aliexpress|temu\.com|shein|etsy\.com|amazon\.\w+/|bit\.ly/"
    r"|[\w-]{0,30}(?:shop|store|winkel)[\w-]{0,30}\.(?:nl|com|be|eu)|\?(?:ref|aff|affiliate|partner)=",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A stretch of the text, with its place."""

    begin: int
    end: int
    said: str
    written: str


def advertising(words: list[Word], text: str) -> Iterator[tuple[int, int]]:
    """Where something is sold: begin and end of each such sentence."""
    sentences = list(_sentences(words, text))
    for number, sentence in enumerate(sentences):
        near = sentences[max(0, number - 1) : number + 2]
        if _weight(sentence, near) >= SELLS:
            yield sentence.begin, sentence.end


def _sentences(words: list[Word], text: str) -> Iterator[Sentence]:
    begun: list[Word] = []
    for word in [*words, Word(".", len(text), len(text))]:
        if word.folded != ".":
            begun.append(word)
        elif begun:
            begin, end = begun[0].begin, begun[-1].end
            written = text[max(0, begin - 2) : min(len(text), end + 2)]
            yield Sentence(begin, end, " ".join(one.folded for one in begun), written)
            begun = []


def _weight(sentence: Sentence, near: list[Sentence]) -> int:
    """How much this sentence sells, with what stands beside it."""
    sells, is_linked = _SIGNS["seller"].search(sentence.said), _SHOP.search(sentence.written)
    if not (sells or is_linked or _SIGNS["offers"].search(sentence.said)):
        return 0
    if any(_SIGNS["school"].search(one.said) for one in near):
        return SELLS if sells and _is_own(sentence) else 0
    return SELLS if sells or is_linked else HELPS + any(_helps(one) for one in near)


def _is_own(sentence: Sentence) -> bool:
    """Somebody's own trade: a school around it makes no difference."""
    return re.search(r"\b(?:mijn|onze|m n|ik|mij)\b", sentence.said) is not None


def _helps(sentence: Sentence) -> bool:
    signs = (
        _SIGNS["goods"].search(sentence.said),
        _SIGNS["contact"].search(sentence.said),
        _PRICE.search(sentence.written),
    )
    return any(sign is not None for sign in signs)
