"""Who is on the photos of a post: what must be said before it goes out, and who may not be on them (D2, D3, B9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protocol.clauses import clause
from protocol.finding import Finding, Level
from protocol.words import msgid


@dataclass(frozen=True)
class Seen:
    """One photo, numbered as its author sees it: whether somebody said who is on it, the pupils (ids) who are marked,
    and those who may be on it because they had consent when it was said."""

    number: int
    is_answered: bool
    marked: frozenset[int] = frozenset()
    possible: frozenset[int] = frozenset()

    @property
    def pupils(self) -> frozenset[int]:
        return self.marked | self.possible


@clause("D2", "D3", "B9")
def findings_on_photos(
    photos: Sequence[Seen], may: Mapping[int, bool], names: Mapping[int, str], *, no_swimwear: bool
) -> list[Finding]:
    """What stops a post with these photos: each in words that name the photo and the child; nothing when it may go.

    ``may`` and ``names`` are of pupils (ids); one that is not in ``may`` may not be shown.
    """
    found = []
    if unsaid := [str(photo.number) for photo in photos if not photo.is_answered]:
        found.append(_stop("D3", msgid("Say who can be recognised on photo %(photos)s."), ", ".join(unsaid)))
    for pupil, numbers in _denied(photos, may, "marked").items():
        found.append(_stop("D3", msgid("%(name)s may not be on photo %(photos)s."), numbers, names.get(pupil, "")))
    for pupil, numbers in _denied(photos, may, "possible").items():
        words = msgid("%(name)s has no consent any more. Look again at photo %(photos)s.")
        found.append(_stop("D3", words, numbers, names.get(pupil, "")))
    if photos and not no_swimwear:
        found.append(
            Finding("D2", Level.STOP, msgid("Say that nobody wears swimwear or gym underwear."), "no_swimwear")
        )
    return found


def _denied(photos: Sequence[Seen], may: Mapping[int, bool], how: str) -> dict[int, str]:
    """The photos, by number, for each pupil that may not be on them."""
    numbers: dict[int, list[str]] = {}
    for photo in photos:
        for pupil in sorted(getattr(photo, how)):
            if not may.get(pupil, False):
                numbers.setdefault(pupil, []).append(str(photo.number))
    return {pupil: ", ".join(of) for pupil, of in numbers.items()}


def _stop(clause_id: str, message: str, photos: str, name: str = "") -> Finding:
    return Finding(clause_id, Level.STOP, message, "photos", quotes=(photos, name))
