"""What offends at this school: the lists that come along, and the words that the school keeps itself (E4).

The one place where posts and reactions are looked at; every way to readers comes by here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from messaging.models import Photo, Post, WordRule
from messaging.rules.offence import Offence, offences
from protocol.clauses import clause


class Offends(Exception):
    """What was written is held: its author may change it, or ask whether it may (``may_ask``)."""

    def __init__(self, found: list[Offence], *, may_ask: bool = True) -> None:
        super().__init__(*(offence.found for offence in found))
        self.found, self.may_ask = found, may_ask

    @property
    def lines(self) -> list[tuple[str, str]]:
        """For its author: of each, what it is and which words."""
        return [(str(WordRule.Kind(offence.kind).label), offence.found) for offence in self.found]


@dataclass(frozen=True)
class SchoolWords:
    """The words of one school: those that it holds, with their kind, and those that it lets through."""

    held: dict[str, str] = field(default_factory=dict)
    free: frozenset[str] = frozenset()


def words_of(school_pk: int) -> SchoolWords:
    """The words that a school keeps itself. One query."""
    rows = list(WordRule.objects.filter(school=school_pk).values_list("folded", "kind", "is_allowed"))
    held = {word: kind for word, kind, is_allowed in rows if not is_allowed}
    return SchoolWords(held, frozenset(word for word, _, is_allowed in rows if is_allowed))


@clause("E4")
def offences_in(school_pk: int, texts: Iterable[str], words: SchoolWords | None = None) -> list[Offence]:
    """All that offends in these texts, each read for itself. One query, none when ``words`` is given."""
    said = [text for text in texts if text]
    own = words or words_of(school_pk)
    found = (offence for text in said for offence in offences(text, extra=own.held, allowed=own.free))
    return list(dict.fromkeys(found))


@clause("E4")
def offences_in_change(post: Post, change: dict[str, Any]) -> list[Offence]:
    """The same of new words that wait for a post that is out."""
    said = [change["title"], change["text"], *change.get("alts", {}).values()]
    return offences_in(post.school_group.school_id, said)


@clause("E4")
def offences_in_post(
    post: Post, words: SchoolWords | None = None, photos: Iterable[Photo] | None = None
) -> list[Offence]:
    """The same of all words of a post: title, text and what its photos are described with; one query more when its
    ``photos`` are not given."""
    alts = [photo.alt for photo in (post.photos.all() if photos is None else photos)]
    return offences_in(post.school_group.school_id, [post.title, post.text, *alts], words)
