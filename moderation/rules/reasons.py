"""Why somebody may report something: the agreements, in the words of who reads them (F4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from protocol.clauses import clause
from protocol.words import msgid

THREAT = "threat"


@dataclass(frozen=True)
class Reason:
    """One that can be chosen: its key in the form, the agreement it is about, and its words (a msgid)."""

    key: str
    clause_id: str
    words: str
    is_threat: bool = False


WORDS = {
    "B7": msgid("It is about one child"),
    "D1": msgid("It hurts or harms somebody in another way"),
    "D2": msgid("Swimwear or gym underwear can be seen"),
    "D3": msgid("Somebody is on it who does not want that"),
    "D5": msgid("A child does not want this photo"),
    "D8": msgid("It says something private about a child"),
    "D11": msgid("It is about politics or religion"),
    "D14": msgid("It is homework"),
    "E1": msgid("It is not friendly"),
    "E2": msgid("It harms children or the school"),
    "E3": msgid("It talks about somebody, not with them"),
    "E4": msgid("Swearing, discrimination, sex or advertising"),
}


@clause("D1", "D2", "E1", "E2")
def reasons_for(clauses: Iterable[str]) -> list[Reason]:
    """What can be chosen for a thing to which these agreements apply, in their order; a threat is one of its own before
    the other things that E4 names."""
    reasons = []
    for one in clauses:
        if one == "E4":
            reasons.append(Reason(THREAT, one, msgid("Somebody is threatened"), is_threat=True))
        reasons.append(Reason(one, one, WORDS[one]))
    return reasons


def reason_of(clauses: Iterable[str], key: str) -> Reason | None:
    """The reason with this key among those that apply; None for any other."""
    return next((reason for reason in reasons_for(clauses) if reason.key == key), None)
