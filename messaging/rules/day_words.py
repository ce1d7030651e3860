"""Words that are true on one day only, in a post that parents read on another (D10, E8)."""

import re
from datetime import date

from protocol.clauses import clause
from protocol.finding import Finding, Level
from protocol.words import msgid

DAY_WORDS = (
    "vandaag", "morgen", "gisteren", "eergisteren", "overmorgen", "straks", "zojuist", "daarnet",
    "vanochtend", "vanmorgen", "vanmiddag", "vanavond", "vannacht",
    "morgenochtend", "morgenmiddag", "morgenavond", "gisterochtend", "gistermiddag", "gisteravond",
)  # fmt: skip
# Whole words in any case; "goede morgen" and "elke morgen" are no day.
_FOUND = re.compile(rf"(?<![\w-])(?<!goede )(?<!elke )({'|'.join(DAY_WORDS)})(?![\w-])", re.IGNORECASE)


def day_words(*texts: str) -> tuple[str, ...]:
    """The words in these texts that tell a day by the day they are read on, each once, as they were written."""
    found = (match[0] for text in texts for match in _FOUND.finditer(text))
    return tuple({word.lower(): word for word in found}.values())


@clause("D10", "E8")
def mind_the_day(*texts: str, written_on: date, goes_out_on: date) -> Finding | None:
    """Point words such as "vandaag" out in what goes out on another day than it was written on. It never stops."""
    words = day_words(*texts) if written_on != goes_out_on else ()
    if not words:
        return None
    return Finding("D10", Level.ASK, msgid("Does this still hold on the day that it goes out?"), "text", quotes=words)
