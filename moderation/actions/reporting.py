"""Somebody speaks up: with a word to who wrote it, or with a report (F4, D1)."""

from datetime import timedelta

from django.db import transaction

from accounts.limits import Limit, take
from accounts.models import User
from groups.models import silenced
from moderation.actions.removing import Gone
from moderation.mails import queue_reported, queue_threat, queue_word
from moderation.models import FriendlyWord, Item, Report
from moderation.rules import hides
from moderation.subjects import Subject, find
from protocol import clock
from protocol.clauses import clause

REPORTS = Limit("report, one person", 10, timedelta(days=1))
WORDS = Limit("friendly word, one person", 3, timedelta(days=7))


class TooMany(Exception):
    """This person has none left for now."""


class Stopped(Exception):
    """The head stopped all sending for a while: nobody gets a word; a report still comes through."""


class SaidAlready(Exception):
    """This person wrote a word about it before: it is one way, and once."""


@clause("F4", "D1")
@transaction.atomic
def report(subject: Subject, *, by: User, clause_id: str, text: str, is_threat: bool = False) -> Report:
    """Report something. All reports of it gather on one open item; twice by one person is once, and only a threat that
    comes to light later is still told.

    Raises:
        Gone: it is not there any more.
        TooMany: this person reported too much for one day.
    """
    held = find(subject.kind, subject.pk, held=True)
    if held is None:
        raise Gone
    item = _open_item(held)
    found: Report | None = item.reports.filter(reporter=by).first()
    if found is None:
        if not take(REPORTS, f"person {by.pk}"):
            raise TooMany
        found = Report.objects.create(item=item, reporter=by, clause=clause_id, text=text, is_threat=is_threat)
        _hide(held, item)
        queue_reported(item)
    if is_threat:
        queue_threat(item)
    return found


def _open_item(held: Subject) -> Item:
    """The one on which its reports gather; who comes at the same moment finds it too."""
    fields = {
        "school": held.school,
        "school_group": held.school_group,
        "author": held.author,
        "is_about_head": held.is_about_head,
    }
    item: Item = Item.objects.get_or_create(kind=held.kind, object_id=held.pk, state=Item.State.OPEN, defaults=fields)[
        0
    ]
    return item


def _hide(held: Subject, item: Item) -> None:
    before = Item.objects.filter(kind=item.kind, object_id=item.object_id, state=Item.State.KEPT)
    if not hides(item.kind, reporters=item.reports.count(), was_put_back=before.exists()):
        return
    held.hide()
    Item.objects.filter(pk=item.pk, hidden_at=None).update(hidden_at=clock.now())
    item.refresh_from_db(fields=["hidden_at"])


@clause("F4", "F5")
@transaction.atomic
def say_word(subject: Subject, text: str, *, by: User) -> FriendlyWord:
    """Write a word to who made it: signed, one way, without a thread. The same word twice is once.

    Raises:
        Gone: it is not there any more, or whose it is cannot be reached.
        Stopped: the head stopped all sending by this person's role.
        SaidAlready: one said something else about it before.
        TooMany: three words a week are enough.
    """
    held = find(subject.kind, subject.pk, held=True)
    if held is None or not takes_word(held):
        raise Gone
    if silenced(by) is not None:
        raise Stopped
    word: FriendlyWord | None = FriendlyWord.objects.filter(sender=by, kind=held.kind, object_id=held.pk).first()
    if word is not None:
        if word.text != text:
            raise SaidAlready
        return word
    if not take(WORDS, f"person {by.pk}"):
        raise TooMany
    fields = {"school": held.school, "recipient": held.author, "text": text}
    word = FriendlyWord.objects.create(kind=held.kind, object_id=held.pk, sender=by, **fields)
    queue_word(word)
    return word


@clause("F4")
def takes_word(subject: Subject) -> bool:
    """Whether a word can be written: not in answer to a word, for there is no thread, and to somebody who can read."""
    return subject.kind != "word" and subject.author.is_active


def read_words(user: User) -> int:
    """Somebody read the words to them; how many were new."""
    return int(FriendlyWord.objects.filter(recipient=user, read_at=None).update(read_at=clock.now()))
