"""The school keeps its own words: what is held, and what never is (E4)."""

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from groups.models import School
from messaging.models import WordRule
from messaging.rules.offence import fold
from protocol.clauses import clause


class NoWord(Exception):
    """There is nothing in it to compare with: no letter, no digit."""


@clause("E4")
@transaction.atomic
def add_word(school: School, word: str, *, by: User, kind: str = "", is_allowed: bool = False) -> bool:
    """Hold a word from now on, as this kind, or never hold it. False when the school has a rule for it already.

    Raises:
        NoWord: nothing of it can be compared.
    """
    folded = fold(word)
    if not folded:
        raise NoWord(word)
    rule = WordRule(school=school, word=word, folded=folded, kind=kind, is_allowed=is_allowed, added_by=by)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        return False
    record("word_allowed" if is_allowed else "word_held", by=by, on=school, detail=word)
    return True


@clause("E4")
@transaction.atomic
def remove_word(rule: WordRule, *, by: User) -> bool:
    """Take a rule of the school away: the lists that come along hold again. True when this call did it."""
    if not WordRule.objects.filter(pk=rule.pk).delete()[0]:
        return False
    record("word_rule_removed", by=by, on=rule.school, detail=rule.word)
    return True
