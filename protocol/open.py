"""What the portal does not do yet. This list can only shrink: tests/open_clauses.txt holds it to that."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Open:
    """A clause that later work delivers: wholly, or the part of it that is named."""

    what: str
    wholly: bool = True


def _wholly(what: str) -> Open:
    return Open(what)


def _partly(what: str) -> Open:
    return Open(what, wholly=False)


OPEN: dict[str, Open] = {
    "A1": _wholly("The same questions and hints for what leaves for the website."),
    "A2": _partly("Everyone accepts the current version once, and writing waits for it."),
    "B1": _wholly("A hint while writing: spelling, sentence length, reading level, shouting."),
    "C1": _wholly("The composer proven on the screen of a tablet."),
    "D4": _partly("Earlier versions of the privacy statement stay readable."),
    "D6": _partly("Release to outside channels by the head alone."),
    "D7": _partly("The kinds that plan something: agenda, conversation rounds, places to help."),
    "D11": _wholly("A question about politics and religion, and the answer kept."),
    "D13": _partly("A friendly reminder to place a portrait."),
    "D14": _wholly("A question when a post looks like homework."),
    "E1": _partly("Tone hints."),
    "E3": _wholly("A question when a reaction names somebody."),
    "E9": _wholly("Help that sends a question to the right person."),
    "F1": _wholly("A short course per role."),
    "F2": _partly("The changes of the agreements, told to everyone."),
    "F3": _partly("A tour, and more languages on the screen."),
    "F5": _partly("Sick notes that keep working for a closed account."),
}
