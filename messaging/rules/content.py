"""What a post and a reaction may hold. The words of findings are msgids, translated where they are shown."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from protocol.clauses import clause
from protocol.finding import Finding, Level
from protocol.words import msgid

TITLE_MAX, TEXT_MAX, REACTION_MAX, ALT_MAX = 120, 10_000, 2_000, 250
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
    return Finding("D7", Level.STOP, msgid("Choose what it is about."), field="kind")


def can_be_read(text: str) -> bool:
    """Whether a reader sees anything of it: spaces, line ends and invisible signs alone say nothing."""
    return any(c.isprintable() and not c.isspace() for c in text)


def has_a_title(title: str) -> Finding | None:
    """A post that goes out has a title of at most TITLE_MAX characters (Unicode code points)."""
    if not can_be_read(title):
        return Finding("B6", Level.STOP, msgid("Give your post a title."), field="title")
    if len(title) > TITLE_MAX:
        return Finding("B6", Level.STOP, msgid("Your title is too long. Shorten it a little."), field="title")
    return None


def has_a_text(text: str) -> Finding | None:
    """A post that goes out has a text of at most TEXT_MAX characters (Unicode code points)."""
    if not can_be_read(text):
        return Finding("B6", Level.STOP, msgid("Write a text: one sentence is fine."), field="text")
    if len(text) > TEXT_MAX:
        return Finding("B6", Level.STOP, msgid("Your text is too long. Shorten it a little."), field="text")
    return None


def findings_on_post(kind: str, kinds: Collection[str], title: str, text: str) -> list[Finding]:
    """All that stops a post from going out, in the order of the form; the texts as ``printable`` left them."""
    found = (has_a_kind(kind, kinds), has_a_title(title), has_a_text(text))
    return [finding for finding in found if finding is not None]


@clause("B4")
def takes_reactions(*, is_published: bool, reactions_open: bool) -> Finding | None:
    """Reactions can be closed per post."""
    if is_published and reactions_open:
        return None
    return Finding("B4", Level.STOP, msgid("Reactions to this post are closed."), field="text")


@clause("B4")
def staff_answers(*, is_staff: bool, in_class: bool, is_sure: bool) -> Finding | None:
    """Staff in principle do not answer reactions in a class: who wants to is asked once. Parents are not asked."""
    if is_staff and in_class and not is_sure:
        return Finding("B4", Level.ASK, msgid("In principle teachers do not answer here."), field="text")
    return None


def may_still_change(created_at: datetime, now: datetime) -> bool:
    """An author has ten minutes for second thoughts about a reaction; both moments aware."""
    return now - created_at < SECOND_THOUGHTS


def printable(text: str) -> str:
    """The text without characters that cannot be kept or shown (NUL, other controls, half characters), lines ended
    alike, ends trimmed. What is counted against a limit is this."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in PRINTABLE_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def one_line(text: str) -> str:
    """As ``printable``, on one line with single spaces: for titles and descriptions."""
    return " ".join(printable(text).split())
