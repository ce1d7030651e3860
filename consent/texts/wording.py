"""How one purpose is asked, and the words of the form around it."""

from typing import NamedTuple


class Wording(NamedTuple):
    """The question in a few words, who sees it, and an example of what it means."""

    title: str
    explanation: str
    example: str


class FormWords(NamedTuple):
    """What stands beside the Dutch of the form itself, in another language."""

    language: str
    intro: str
    no_answer: str
    yes: str
    no: str
    sign: str
