"""How one purpose is asked."""

from typing import NamedTuple


class Wording(NamedTuple):
    """The question in a few words, who sees it, and an example of what it means."""

    title: str
    explanation: str
    example: str
