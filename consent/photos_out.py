"""What readers see of children now, asked of whoever keeps photos: brought down as data by the app above."""

from collections.abc import Callable
from typing import NamedTuple


class Shown(NamedTuple):
    """Photos of one child that readers see today: with the child marked on it, or possibly among the others."""

    marked: int = 0
    possible: int = 0

    @property
    def all(self) -> int:
        return self.marked + self.possible


class Keeper(NamedTuple):
    """Somebody who keeps photos.

    ``of_pupil`` takes a pupil (id) and a purpose, or None for all of them. ``count`` takes a school (id) and says how
    many photos with children on them readers see today that nothing is about to take away; ``showing`` says which of
    these pupils (ids) readers see today.
    """

    of_pupil: Callable[[int, str | None], Shown]
    count: Callable[[int], int]
    showing: Callable[[set[int]], set[int]]


KEEPERS: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """An app above keeps photos. Saying so twice is saying so once."""
    if keeper not in KEEPERS:
        KEEPERS.append(keeper)


def count_shown(pupil: int, code: str | None = None) -> Shown:
    """The photos of this child (id) that a no would take away, for one purpose or for all."""
    counts = [keeper.of_pupil(pupil, code) for keeper in KEEPERS]
    return Shown(sum(one.marked for one in counts), sum(one.possible for one in counts))


def count_out(school: int) -> int:
    """How many photos with children on them readers of this school (id) see today."""
    return sum(keeper.count(school) for keeper in KEEPERS)


def still_shown(pupils: set[int]) -> set[int]:
    """Which of these pupils (ids) are, or may be, on a photo that readers see today."""
    return {pupil for keeper in KEEPERS for pupil in keeper.showing(pupils)}
