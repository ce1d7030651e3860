"""A guardian signs in the portal, or takes one answer back: the evidence, what the child itself says, the receipt."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from consent import mails
from consent.actions.answering import Answers, Signature, answer
from consent.actions.objecting import object_to_all
from consent.asking import asking_of, children_of, seen_digest
from consent.models import Decision, Purpose
from groups.models import Pupil, School
from protocol.clauses import clause


class WordsChanged(Exception):
    """Other words are asked now than the signer had on the screen."""


@clause("B9", "D5")
@transaction.atomic
def sign_answers(
    answers: Answers,
    *,
    by: User,
    school: School,
    signature: Signature,
    seen: str,
    objecting: Collection[Pupil] = (),
) -> list[Decision]:
    """Keep a filled-in form: the answers, and which children want no photos themselves. The new decisions.

    Raises:
        WordsChanged: the words were changed since ``seen``; nothing was kept.
        NotTheirChild: no authority over one of these children any more; nothing was kept.
    """
    try:
        made = answer(by, answers, school=school, by=by, signature=signature)
    except LookupError as no_longer_asked:
        raise WordsChanged from no_longer_asked
    asking = asking_of(school)
    # Asked after the evidence was written: words only ever grow, so what is the same now was the same then.
    if seen_digest(children_of(by, asking, language=signature.language), asking) != seen:
        raise WordsChanged
    for pupil in objecting:
        object_to_all(pupil, by=by)
    _confirm(by, school, made)
    return made


@clause("B9", "D3")
@transaction.atomic
def withdraw_consent(pupil: Pupil, purpose: Purpose, *, by: User, signature: Signature) -> list[Decision]:
    """Take a yes back, as easily as it was given: it holds from this moment. The new decision, if it was not no yet."""
    made = answer(by, {(pupil.pk, purpose.code): False}, school=pupil.school, by=by, signature=signature)
    _confirm(by, pupil.school, made)
    return made


def _confirm(guardian: User, school: School, made: list[Decision]) -> None:
    if made:
        mails.queue_receipt(guardian, school, made[-1])
