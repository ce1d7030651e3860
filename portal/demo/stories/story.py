"""One story: a post that some classes may place once, in a part of the school year."""

from dataclasses import dataclass, replace
from datetime import date

ALL = "E345678"


@dataclass(frozen=True)
class Story:
    """``classes`` names who may tell it: E for the Egels, 3 to 8. ``season`` is from and until, as (month, day).

    ``choices`` are words for {0}, {1}…: each choice makes another post. ``before`` is what stood in the text until
    its author put it right.
    """

    kind: str
    title: str
    text: str
    classes: str = ALL
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    photos: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()
    before: tuple[str, str] | None = None
    reactions: tuple[str, ...] = ()
    reactions_open: bool = True

    def fits(self, key: str, day: date) -> bool:
        """May this class tell it on this day?"""
        return self.is_for(key) and (
            self.season is None or _place(*self.season[0]) <= _place(day.month, day.day) <= _place(*self.season[1])
        )

    def is_for(self, key: str) -> bool:
        return ("E" if key == "egels" else key[-1]) in self.classes

    def told(self) -> list["Story"]:
        """Each post this story can become."""
        if not self.choices:
            return [self]
        return [
            replace(self, title=self.title.format(*words), text=self.text.format(*words), choices=())
            for words in self.choices
        ]


def _place(month: int, day: int) -> tuple[int, int]:
    """Where a day stands in a school year that begins in August."""
    return ((month - 8) % 12, day)
