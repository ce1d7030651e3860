"""Names of pupils in what somebody writes (B9, B7): pointed out, never stopped."""

import re
from collections.abc import Collection

from protocol.clauses import clause
from protocol.finding import Finding, Level
from protocol.words import msgid


def names_in(names: Collection[str], *texts: str) -> tuple[str, ...]:
    """The names that stand in these texts, each once: as a whole word with its capital, also as in "Brams brug" and
    "Yara's brug"."""
    found = []
    for name in sorted({name for name in names if name}):
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?:['’]?s)?(?![\w-])")
        if any(whole.search(text) for text in texts):
            found.append(name)
    return tuple(found)


@clause("B9", "B7", "E5")
def mind_the_names(names: Collection[str], *texts: str) -> Finding | None:
    """Point out a first name in a post for which its parents did not say yes. The author decides."""
    if not (found := names_in(names, *texts)):
        return None
    return Finding("B9", Level.ASK, msgid("There is no consent for this name."), "text", quotes=found)


@clause("B7")
def mind_one_child(names: Collection[str], text: str) -> Finding | None:
    """Ask whether a reaction, that a whole group reads, is about one child of it. Its writer decides."""
    if not (found := names_in(names, text)):
        return None
    return Finding("B7", Level.ASK, msgid("You name a child of this group."), "text", quotes=found)
