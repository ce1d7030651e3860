"""Why somebody may report something: the agreements, in the words of who reads them (F4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from protocol.clauses import clause

THREAT = "threat"


@dataclass(frozen=True)
class Reason:
    """One that can be chosen: its key in the form, the agreement it is about, and its words (a msgid)."""

    key: str
    clause_id: str
    words: str
    is_threat: bool = False


WORDS = {
    "B7": _("It is about one child"),
    "D1": _("It hurts or harms somebody in another way"),
    "D2": _("Swimwear or gym underwear can be seen"),
    "D3": _("Somebody is on it who does not want that"),
    "D5": _("A child does not want this photo"),
    "D8": _("It says something private about a child"),
    "D11": _("It is about politics or religion"),
    "D14": _("It is homework"),
    "E1": _("It is not friendly"),
    "E2": _("It harms children or the school"),
    "E3": _("It talks about somebody, not with them"),
    "E4": _("Swearing, discrimination, sex or advertising"),
}


@clause("D1", "D2", "E1", "E2")
def reasons_for(clauses: Iterable[str]) -> list[Reason]:
    """What can be chosen for a thing to which these agreements apply, in their order; a threat is one of its own before
    the other things that E4 names."""
    reasons = []
    for one in clauses:
        if one == "E4":
            reasons.append(Reason(THREAT, one, _("Somebody is threatened"), is_threat=True))
        reasons.append(Reason(one, one, WORDS[one]))
    return reasons


def reason_of(clauses: Iterable[str], key: str) -> Reason | None:
    """The reason with this key among those that apply; None for any other."""
    return next((reason for reason in reasons_for(clauses) if reason.key == key), None)
