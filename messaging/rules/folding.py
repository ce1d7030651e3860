"""Undoing the tricks with which a word is written so that a list does not know it: other alphabets, marks on letters,
digits for letters, repeated letters, letters apart. Every step takes time in proportion to the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

# Letters of other alphabets that look like one of ours. Read so only within a word that mixes alphabets: a word that
# is wholly Ukrainian or Greek is a word of that language.
_LOOKS = str.maketrans(
    "авекмнорстухіјѕԁԛԝһгпиαβεηικμνορστυχωςγ", "abekmhopctyxijsdqwhrnuabenikuvopstuxwsy"
)  # fmt: skip
_NO_MARK = str.maketrans("øłđıæœ", "oldiao")
_LEET = (
    str.maketrans("0134578@$€!|", "oieastbaseil"),
    str.maketrans("0134578@$€!|", "oleastbaseli"),
)
_SAID_U = str.maketrans("vy", "uu")

_TOKEN = re.compile(r"[^\W_]+(?:['’‘]s(?![^\W_]))?|[.!?\n]")
_APOSTROPHE = re.compile("['’‘]")
_CHUNK = re.compile(r"\S+")
_ENDS = ".,;:!?()[]{}\"'`*_~-+/\\|<>#„”“’‘…"
_APART = re.compile(r"[.\-_+~'’*·•|\\^=,]+")
_MASKED = re.compile(r"[a-z]+[*#]+[a-z*#]*")
_SPACED = re.compile(r"(?<![^\W_])[\w@$!](?:([ .\-_*+~/|,·•]{1,3})[\w@$!](?![^\W_]))(?:\1[\w@$!](?![^\W_]))+")
_LINK = re.compile(r"://|^www\.|@[\w-]+\.|\.(?:nl|com|be|org|net|eu)\b", re.IGNORECASE)
LONGEST = 40  # no word of a list is longer


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in the text as it was written."""

    folded: str
    begin: int
    end: int
    is_name: bool = False  # written with a capital, and no further ones


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return kept.lower().translate(_NO_MARK)


class Folded:
    """A text without marks, invisible characters and capitals, and for each character its place in what was written."""

    def __init__(self, text: str) -> None:
        self.written = text
        if text.isascii():
            self.text, self.places = text.lower(), None
            return
        parts = [(_fold_character(character), place) for place, character in enumerate(text)]
        self.text = "".join(part for part, _ in parts)
        self.places = [place for part, place in parts for _ in part]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """The part of what was written that this part of the folded text came from."""
        return (begin, end) if self.places is None else (self.places[begin], self.places[end - 1] + 1)

    def word(self, folded: str, begin: int, end: int) -> Word:
        first, last = self.span(begin, end)
        return Word(
            folded,
            first,
            last,
            self.written[first : first + 1].isupper() and not self.written[first + 1 : last].isupper(),
        )

    def words(self) -> list[Word]:
        """The words in order, and "." where a sentence ends."""
        found = []
        for match in _TOKEN.finditer(self.text):
            said = match[0]
            is_end = said in ".!?\n"
            if is_end and match.start() and not self._ends_sentence(match.start()):
                continue
            plain = "." if is_end else mixed(_APOSTROPHE.sub("", said))
            found.append(self.word(plain, match.start(), match.end()))
        return found

    def _ends_sentence(self, place: int) -> bool:
        """A full stop within a number or a word ("15.30", "n.v.t.") ends nothing."""
        after = self.text[place + 1 : place + 2]
        return self.text[place] != "." or not after.isalnum()

    def tricks(self) -> Iterator[tuple[list[str], Word]]:
        """The words that may be hidden in what holds other signs than letters: what each may stand for."""
        for match in _SPACED.finditer(self.text):
            letters = "".join(c for c in match[0] if c.isalnum() or c in "@$!")
            if len(letters) <= LONGEST and not letters.isdecimal():
                yield _readings(letters), self.word(letters, *match.span())
        for match in _CHUNK.finditer(self.text):
            chunk = match[0]
            if len(chunk) > LONGEST or chunk.isalpha() or _LINK.search(chunk):
                continue
            bare = chunk.strip(_ENDS)
            if bare and not bare.isalpha() and any(c.isalpha() for c in bare):
                begin = match.start() + chunk.find(bare)
                yield _readings(bare), self.word(bare, begin, begin + len(bare))

    def masks(self) -> Iterator[Word]:
        """Words in which signs stand for letters: k*t."""
        for match in _CHUNK.finditer(self.text):
            bare = match[0].strip(".,;:!?()\"'")
            if ("*" in bare or "#" in bare) and len(bare) <= LONGEST and _MASKED.fullmatch(bare):
                begin = match.start() + match[0].find(bare)
                yield self.word(bare, begin, begin + len(bare))


def _readings(chunk: str) -> list[str]:
    found = []
    joined = _APART.sub("", chunk)
    for table in _LEET:
        said = mixed(joined.translate(table))
        if said.isalpha() and said not in found:
            found.append(said)
    return found


def spoken(words: list[Word]) -> list[Word]:
    """The same words, with letters for the digits within one ("k4pot"); the very same list when there are none."""
    tricky = [place for place, word in enumerate(words) if not word.folded.isalpha() and word.folded.isalnum()]
    said = list(words)
    for place in tricky:
        word = words[place]
        if len(word.folded) <= LONGEST and not word.folded.isdecimal():
            said[place] = replace(word, folded=word.folded.translate(_LEET[0]))
    return said if said != words else words


def mixed(token: str) -> str:
    """The word with the letters of other alphabets read as ours, when it mixes alphabets."""
    if token.isascii():
        return token
    alphabets = {_alphabet(character) for character in token if character.isalpha()}
    return token.translate(_LOOKS) if len(alphabets) > 1 else token


def _alphabet(character: str) -> str:
    return "ours" if character.isascii() else "greek" if "\u0370" <= character <= "\u03ff" else "other"


def said_with_u(word: str) -> str:
    """ "kvt" and "kyt", read as they are meant."""
    return word.translate(_SAID_U)


def squeeze(word: str) -> str:
    """The word with every letter once where it stands several times in a row."""
    return "".join(letter for letter, _ in groupby(word))


def is_stretched(word: str, meant: str) -> bool:
    """Whether a word is ``meant`` with letters repeated."""
    runs = [(letter, len(list(run))) for letter, run in groupby(word)]
    wanted = [(letter, len(list(run))) for letter, run in groupby(meant)]
    return len(runs) == len(wanted) and all(
        one == other and many >= least for (one, many), (other, least) in zip(runs, wanted, strict=True)
    )
