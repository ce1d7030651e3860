"""What may: the rules of posts and reactions on plain facts. No Django, no database, no clock of their own.

Each answers with findings; the words are msgids, translated where they are shown.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from protocol.clauses import clause
from protocol.finding import Finding, Level

TITLE_MAX, TEXT_MAX, REACTION_MAX = 120, 10_000, 2_000
PHOTOS_MAX, FILES_MAX = 30, 5
# How long an author may change or withdraw a reaction.
SECOND_THOUGHTS = timedelta(minutes=10)
# A user's own text may hold these; what else cannot be printed is taken out before it is kept.
PRINTABLE_CONTROLS = "\n\t"


@clause("D7")
def has_a_kind(kind: str, kinds: Collection[str]) -> Finding | None:
    """Every post is about one of the agreed subjects."""
    if kind in kinds:
        return None
    return Finding("D7", Level.STOP, "Choose what it is about.", field="kind")


def says_something(title: str, text: str) -> Finding | None:
    """A post that goes out has a title and a text."""
    if not title.strip():
        return Finding("B6", Level.STOP, "Give your post a title.", field="title")
    if not text.strip():
        return Finding("B6", Level.STOP, "Write a text: one sentence is fine.", field="text")
    return None


def findings_on_post(kind: str, kinds: Collection[str], title: str, text: str) -> list[Finding]:
    """All that stops a post from going out."""
    found = (has_a_kind(kind, kinds), says_something(title, text))
    return [finding for finding in found if finding is not None]


@clause("B4")
def takes_reactions(*, is_published: bool, reactions_open: bool) -> Finding | None:
    """Reactions can be closed per post."""
    if is_published and reactions_open:
        return None
    return Finding("B4", Level.STOP, "Reactions to this post are closed.", field="text")


def may_still_change(created_at: datetime, now: datetime) -> bool:
    """An author has ten minutes for second thoughts about a reaction; both moments aware."""
    return now - created_at < SECOND_THOUGHTS


def printable(text: str) -> str:
    """The text without characters that cannot be shown (NUL, other controls), lines ended alike, ends trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in PRINTABLE_CONTROLS or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0)).strip()
