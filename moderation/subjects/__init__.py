"""The kinds of things that can be reported and removed; another app brings down its own with ``register``."""

from moderation.subjects.base import Row, Subject
from moderation.subjects.message import MessageSubject
from moderation.subjects.photo import PhotoSubject
from moderation.subjects.portrait import PortraitSubject
from moderation.subjects.post import PostSubject
from moderation.subjects.reaction import ReactionSubject
from moderation.subjects.word import WordSubject

SUBJECTS: dict[str, type[Subject]] = {
    str(one.kind): one
    for one in (PostSubject, PhotoSubject, ReactionSubject, PortraitSubject, WordSubject, MessageSubject)
}


def find(kind: str, pk: int, *, held: bool = False) -> Subject | None:
    """The thing of this kind and key as it stands now; None when it is gone, or no such kind.

    ``held`` locks it until the transaction ends.
    """
    subject = SUBJECTS.get(kind)
    return None if subject is None else subject.find(pk, held=held)


__all__ = ["SUBJECTS", "Row", "Subject", "find"]
