"""What happens with consent: verbs that say who did it and return what changed."""

from consent.actions.answering import NotTheirChild, Signature, answer, year_asked
from consent.actions.destroying import destroy_decisions
from consent.actions.objecting import lift_objection, object_to_all
from consent.actions.signing import WordsChanged, sign_answers, withdraw_consent

__all__ = [
    "NotTheirChild",
    "Signature",
    "WordsChanged",
    "answer",
    "destroy_decisions",
    "lift_objection",
    "object_to_all",
    "sign_answers",
    "withdraw_consent",
    "year_asked",
]
