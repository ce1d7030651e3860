"""What readers see of children now, asked of whoever keeps photos: brought down as data by the app above."""

from collections.abc import Callable
from typing import NamedTuple


class Keeper(NamedTuple):
    """Somebody who keeps photos.

    ``count`` takes a school (id) and says how many photos with children on them readers see today that nothing is
    about to take away; ``showing`` says which of these pupils (ids) readers see today.
    """

    count: Callable[[int], int]
    showing: Callable[[set[int]], set[int]]


KEEPERS: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """An app above keeps photos."""
    KEEPERS.append(keeper)


def count_out(school: int) -> int:
    """How many photos with children on them readers of this school (id) see today."""
    return sum(keeper.count(school) for keeper in KEEPERS)


def still_shown(pupils: set[int]) -> set[int]:
    """Which of these pupils (ids) are, or may be, on a photo that readers see today."""
    return {pupil for keeper in KEEPERS for pupil in keeper.showing(pupils)}
