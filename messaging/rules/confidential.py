"""What does not belong in the portal about a pupil (D8): a citizen service number, and health or care beside a name.

Only asked, never stopped: the writer knows what it is about.
"""

import re
from collections.abc import Collection
from pathlib import Path

from messaging.rules.folding import Folded
from messaging.rules.names import names_in
from protocol.clauses import clause
from protocol.finding import Finding, Level
from protocol.words import msgid

_LIST = Path(__file__).resolve().parent.parent / "words" / "care.txt"
# Nine digits, with the same sign between them wherever there is one; not a piece of a longer number, a phone number or
# a link.
_NINE = re.compile(
    r"(?<![\w/=&?#+%])(?<!\d[ .-])(?:\d{9}|\d+(?P<between>[ .-])\d+(?:(?P=between)\d+)*)(?![\w/])(?![ .-]\d)"
)
_DIGITS = 9


def _care() -> re.Pattern[str]:
    """All words of the list in one pattern."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith(("#", "["))]
    return re.compile(rf"(?<!\S)(?:{'|'.join(_pattern(word) for word in words)})(?!\S)")


def _pattern(word: str) -> str:
    begin, end = ("\\S*" if is_open else "" for is_open in (word.startswith("-"), word.endswith("-")))
    return begin + re.escape(word.strip("-")) + end


_CARE = _care()


def citizen_numbers(text: str) -> tuple[str, ...]:
    """The numbers in this text that can be a citizen service number, as they stand there."""
    found = (match[0] for match in _NINE.finditer(text))
    return tuple(dict.fromkeys(number for number in found if _passes_eleven(re.sub(r"\D", "", number))))


def _passes_eleven(digits: str) -> bool:
    """The check that each citizen service number passes: 9 times the first digit, 8 times the second, ... and the last
    one taken away, together a multiple of eleven."""
    if len(digits) != _DIGITS or not digits.strip("0"):
        return False
    weights = (*range(_DIGITS, 1, -1), -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return not total % 11


def care_words(names: Collection[str], text: str) -> tuple[str, ...]:
    """The words about health and care that stand in a sentence with one of these names, or in the one beside it."""
    sentences = _sentences(text)
    found: dict[str, None] = {}
    for place, (_, _, said) in enumerate(sentences):
        words = [match[0] for match in _CARE.finditer(said)]
        if not words:
            continue
        near = sentences[max(0, place - 1) : place + 2]
        if names_in(names, text[near[0][0] : near[-1][1]]):
            found |= dict.fromkeys(words)
    return tuple(found)


def _sentences(text: str) -> list[tuple[int, int, str]]:
    """Begin, end, and the folded words of each sentence."""
    sentences, begun = [], []
    for word in [*Folded(text).words(), None]:
        if word is not None and word.folded != ".":
            begun.append(word)
        elif begun:
            sentences.append((begun[0].begin, begun[-1].end, " ".join(one.folded for one in begun)))
            begun = []
    return sentences


@clause("D8")
def mind_the_confidential(names: Collection[str], *texts: str) -> tuple[Finding, ...]:
    """Ask about what is confidential; nothing for nearly everything that is written at a school."""
    numbers = tuple(number for text in texts for number in citizen_numbers(text))
    words = care_words(names, "\n".join(texts))
    found = []
    if numbers:
        said = msgid("This looks like a citizen service number.")
        found.append(Finding("D8", Level.ASK, said, "text", quotes=numbers))
    if words:
        said = msgid("This is about the health or the care of a child.")
        found.append(Finding("D8", Level.ASK, said, "text", quotes=words))
    return tuple(found)
