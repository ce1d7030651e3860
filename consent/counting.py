"""How many photos a no would take away, asked of whoever keeps photos: brought down as data by the app above."""

from collections.abc import Callable
from typing import NamedTuple


class Shown(NamedTuple):
    """Photos that are out now: with the child marked on it, or with it possibly among the others."""

    marked: int = 0
    possible: int = 0

    @property
    def all(self) -> int:
        return self.marked + self.possible


# A pupil (id) and a purpose, or None for all of them.
Source = Callable[[int, str | None], Shown]
SOURCES: list[Source] = []


def register(source: Source) -> None:
    """An app above keeps photos."""
    SOURCES.append(source)


def count_shown(pupil: int, code: str | None = None) -> Shown:
    """The photos of this child that readers see today, for one purpose or for all."""
    counts = [source(pupil, code) for source in SOURCES]
    return Shown(sum(one.marked for one in counts), sum(one.possible for one in counts))
