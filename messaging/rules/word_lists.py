"""The lists of words that offend, as messaging/words/*.txt write them.

A line is a word with the endings it takes (``hufter/s``), the beginning (``klote-``) or the end (``-lijer``) of a
compound, an ordinary word that looks like one (``!klerenkast``, ``!kleren-`` for all that begin so), or a phrase. In a
phrase ``a|b`` is one of these, ``@name`` one of a class (``@name = a b c``), ``?a|b`` may be left out, ``*3`` stands
for at most three words of the same sentence, ``^`` and ``$`` for where a sentence begins and ends.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from messaging.rules.folding import Word, squeeze

SWEARING, DISCRIMINATION, THREAT, SEXUAL, COMMERCIAL = "swearing", "discrimination", "threat", "sexual", "commercial"
KINDS = (SWEARING, DISCRIMINATION, THREAT, SEXUAL, COMMERCIAL)
HERE = Path(__file__).resolve().parent.parent / "words"


@dataclass(frozen=True)
class Step:
    """One place of a phrase."""

    words: frozenset[str] = frozenset()
    gap: int = 0
    is_optional: bool = False
    is_edge: bool = False  # where a sentence ends


@dataclass(frozen=True)
class Phrase:
    """Words after one another, of which the first is certain."""

    kind: str
    steps: tuple[Step, ...]
    is_first: bool = False  # only at the beginning of a sentence

    @classmethod
    def of_words(cls, words: list[str], kind: str) -> "Phrase":
        return cls(kind, tuple(Step(frozenset([word])) for word in words))

    def begins_with(self, word: str) -> bool:
        return word in self.steps[0].words

    def match(self, words: list[Word], place: int) -> int | None:
        """The place after the phrase when it stands here."""
        if self.is_first and place and words[place - 1].folded != ".":
            return None
        return self._rest(words, place, 0)

    def _rest(self, words: list[Word], place: int, number: int) -> int | None:
        if number == len(self.steps):
            return place
        step = self.steps[number]
        word = words[place].folded if place < len(words) else "."
        if step.is_edge:
            return place if word == "." else None
        if step.gap:
            return self._over(words, place, number, step.gap)
        if word in step.words and (end := self._rest(words, place + 1, number + 1)) is not None:
            return end
        return self._rest(words, place, number + 1) if step.is_optional else None

    def _over(self, words: list[Word], place: int, number: int, gap: int) -> int | None:
        for skipped in range(gap + 1):
            if (end := self._rest(words, place + skipped, number + 1)) is not None:
                return end
            if place + skipped >= len(words) or words[place + skipped].folded == ".":
                return None
        return None


@dataclass
class Lists:
    """All lists together."""

    words: dict[str, str] = field(default_factory=dict)
    begins: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    rests: set[str] = field(default_factory=set)
    ordinary: set[str] = field(default_factory=set)
    ordinary_begins: tuple[str, ...] = ()
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    by_squeezed: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    by_shape: dict[tuple[str, int], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def is_ordinary(self, word: str) -> bool:
        return word in self.ordinary or word.startswith(self.ordinary_begins)

    def read(self, line: str, kind: str) -> None:
        """Take one line in."""
        if line.startswith("@") and " = " in line:
            name, _, rest = line.partition(" = ")
            self.classes[name] = frozenset(self.classes.get(name, frozenset()) | set(rest.split()))
        elif line.startswith("!"):
            ordinary = line[1:]
            if ordinary.endswith("-"):
                self.ordinary_begins += (ordinary[:-1],)
            else:
                self.ordinary.add(ordinary)
        elif " " in line:
            self._add_phrase(line.split(), kind)
        elif line.endswith("-"):
            self.begins[line[:-1]] = kind
        elif line.startswith("-"):
            self.ends |= dict.fromkeys(_inflected(line[1:]), kind)
        else:
            self.words |= dict.fromkeys(_inflected(line), kind)

    def _add_phrase(self, parts: list[str], kind: str) -> None:
        is_first = parts[0] == "^"
        steps = tuple(self._step(part) for part in (parts[1:] if is_first else parts))
        for word in steps[0].words:
            self.phrases[word].append(Phrase(kind, steps, is_first))

    def _step(self, part: str) -> Step:
        if part == "$":
            return Step(is_edge=True)
        if part[0] == "*":
            return Step(gap=int(part[1:]))
        words: set[str] = set()
        for one in part.removeprefix("?").split("|"):
            words |= self.classes[one] if one.startswith("@") else {one}
        return Step(frozenset(words), is_optional=part.startswith("?"))

    def index(self) -> None:
        """Once all is in."""
        for word, kind in self.words.items():
            self.by_squeezed[squeeze(word)].append((word, kind))
            self.by_shape[word[0], len(word)].append((word, kind))
        self.rests = {*self.classes.get("@person", ()), *self.classes.get("@thing", ()), *self.words}


def _inflected(line: str) -> list[str]:
    stem, *endings = line.split("/")
    return [stem, *(stem + ending for ending in endings)]


@lru_cache(maxsize=1)
def known_lists() -> Lists:
    """The lists, read once."""
    lists = Lists()
    for name in ("classes", *KINDS[:4]):
        for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            said = line.partition("#")[0].strip()
            if said:
                lists.read(said, name)
    lists.index()
    return lists
