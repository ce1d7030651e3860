"""What offends in a text (E4): swearing, discrimination, threats, sexual and commercial content.

The lists are data (messaging/words/*.txt) and say how they are read. Time in proportion to the text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from messaging.rules.commerce import advertising
from messaging.rules.folding import LONGEST, Folded, Word, is_stretched, said_with_u, spoken, squeeze
from messaging.rules.word_lists import COMMERCIAL, KINDS, Lists, Phrase, known_lists
from protocol.clauses import clause

__all__ = ["COMMERCIAL", "KINDS", "Offence", "fold", "offences"]


@dataclass(frozen=True)
class Offence:
    """One thing that offends: its kind, the words as they were written, and the agreement."""

    kind: str
    found: str
    clause: str = "E4"


def fold(text: str) -> str:
    """Words as they are compared, with single spaces: for the lists that a school keeps itself."""
    return " ".join(word.folded for word in Folded(text).words() if word.folded != ".")


@clause("E4")
def offences(text: str, *, extra: Mapping[str, str] | None = None, allowed: Collection[str] = ()) -> list[Offence]:
    """All that offends in a text, each once, in the order in which it stands there.

    ``extra`` gives words (as ``fold`` leaves them) a kind; ``allowed`` are never an offence. Tricks are undone for
    them too.
    """
    folded = Folded(text)
    words = folded.words()
    own, free = dict(extra or {}), set(allowed)
    found = [
        *_single(folded, words, own, free),
        *_hidden(folded, own, free),
        *_in_phrases(words, own, free),
        *(_in_phrases(said, own, free) if (said := spoken(words)) is not words else ()),
        *((COMMERCIAL, begin, end) for begin, end in advertising(words, text)),
    ]
    spared = list(_spared(words, free))
    told: dict[tuple[str, str], Offence] = {}
    for kind, begin, end in sorted(found, key=lambda each: each[1:]):
        if not any(first <= begin and end <= last for first, last in spared):
            told.setdefault((kind, text[begin:end].lower()), Offence(kind, text[begin:end]))
    return list(told.values())


Found = tuple[str, int, int]
# A word with a capital after one of these is what somebody is called.
CALLED = frozenset({"familie", "fam", "meneer", "mevrouw", "mw", "dhr", "heer", "der", "den", "van"})


def _single(folded: Folded, words: list[Word], own: Mapping[str, str], free: Collection[str]) -> Iterator[Found]:
    for number, word in enumerate(words):
        if word.folded in free:
            continue
        before = words[number - 1].folded if number else "."
        if word.is_name and before in CALLED:
            continue
        is_name = word.is_name and before != "."
        if kind := own.get(word.folded) or _kind_of(word.folded, is_name) or _own(word.folded, own):
            yield kind, word.begin, word.end
        elif len(word.folded) == 1 and number + 1 < len(words) and word.folded in "bcdfghjkmpstvw":
            # "k anker": a letter that stands alone, not after an apostrophe ("'s avonds").
            after = words[number + 1]
            is_alone = word.end + 1 == after.begin and folded.written[word.begin - 1 : word.begin] not in (
                "'",
                "’",
                "‘",
            )
            if is_alone and (kind := known_lists().words.get(word.folded + after.folded)):
                yield kind, word.begin, after.end


def _own(word: str, own: Mapping[str, str]) -> str | None:
    """A word that the school added, in the plural, small, or stretched."""
    if not own:
        return None
    for ending in ("s", "en", "e", "je", "jes", "tje", "tjes"):
        stem = word.removesuffix(ending)
        if stem != word and (kind := own.get(stem) or (own.get(stem[:-1]) if stem[-1:] == stem[-2:-1] else None)):
            return kind
    return next((kind for meant, kind in own.items() if meant[:1] == word[:1] and is_stretched(word, meant)), None)


def _hidden(folded: Folded, own: Mapping[str, str], free: Collection[str]) -> Iterator[Found]:
    for readings, word in folded.tricks():
        for said in readings:
            kind = own.get(said) or _kind_of(said, False) or _own(said, own)
            if kind and said not in free:
                yield kind, word.begin, word.end
                break
    for word in folded.masks():
        if kind := _masked(word.folded, own):
            yield kind, word.begin, word.end


def _masked(mask: str, own: Mapping[str, str]) -> str | None:
    known: list[tuple[str, str]] = [*known_lists().by_shape.get((mask[0], len(mask)), ()), *own.items()]
    for meant, kind in known:
        if len(meant) == len(mask) and all(
            sign in ("*", "#", letter) for sign, letter in zip(mask, meant, strict=True)
        ):
            return kind
    return None


@lru_cache(maxsize=8192)
def _kind_of(word: str, is_name: bool) -> str | None:
    """The kind of a word that stands in the lists: itself, stretched, or compounded with one."""
    lists = known_lists()
    if len(word) < 3 or len(word) > LONGEST or lists.is_ordinary(word):
        return None
    for said in {word: 0, said_with_u(word): 0}:
        if kind := lists.words.get(said) or _stretched(said, lists):
            return kind
    short = _unstretched(word)
    return None if lists.is_ordinary(short) else _compound(short, is_name, lists)


def _stretched(word: str, lists: Lists) -> str | None:
    for meant, kind in lists.by_squeezed.get(squeeze(word), ()):
        if is_stretched(word, meant):
            return kind
    return None


def _unstretched(word: str) -> str:
    """A letter three times or more is one; twice stays."""
    kept: list[str] = []
    for place, letter in enumerate(word):
        run = word[max(0, place - 2) : place + 3]
        if letter * 3 in run and kept and kept[-1] == letter:
            continue
        kept.append(letter)
    return "".join(kept)


def _compound(word: str, is_name: bool, lists: Lists) -> str | None:
    """A compound that begins or ends with a word of the lists. One with a capital is a name, unless all of it is
    known: families are called Kuthoofd."""
    for begin, kind in lists.begins.items():
        if word.startswith(begin) and len(word) - len(begin) >= 3:
            rest = word.removeprefix(begin).removeprefix("s")
            if not is_name or rest in lists.rests or word.removeprefix(begin) in lists.rests:
                return kind
    for end, kind in lists.ends.items():
        if word.endswith(end) and len(word) - len(end) >= 3 and not is_name:
            return kind
    return None


def _in_phrases(words: list[Word], own: Mapping[str, str], free: Collection[str]) -> Iterator[Found]:
    lists = known_lists()
    mine = [Phrase.of_words(said.split(), kind) for said, kind in own.items() if " " in said]
    for place, word in enumerate(words):
        for phrase in [*lists.phrases.get(word.folded, ()), *(one for one in mine if one.begins_with(word.folded))]:
            end = phrase.match(words, place)
            if end is not None and not any(one.folded in free for one in words[place:end]):
                shown = [one for one in words[place:end] if one.folded != "."]
                yield phrase.kind, shown[0].begin, shown[-1].end


def _spared(words: list[Word], allowed: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words stand that the school allows: what lies wholly within them is no offence."""
    many = {tuple(said.split()) for said in allowed if " " in said}
    lengths = {len(said) for said in many}
    for place in range(len(words)) if many else ():
        for length in lengths:
            if tuple(word.folded for word in words[place : place + length]) in many:
                yield words[place].begin, words[place + length - 1].end
