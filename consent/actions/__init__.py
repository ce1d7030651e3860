"""What happens with consent: verbs that say who did it and return what changed."""

from consent.actions.answering import NotTheirChild, Signature, answer, year_asked
from consent.actions.destroying import destroy_decisions
from consent.actions.entering import NothingNew, NotReadable, PhoneYes, enter_answers
from consent.actions.objecting import lift_objection, object_to_all
from consent.actions.policies import change_consent_policy
from consent.actions.purposes import change_purpose
from consent.actions.reminding import remind_guardians
from consent.actions.retention import destroy_old, old_pupils
from consent.actions.rounds import TooEarly, drop_round, open_round, open_rounds, plan_round
from consent.actions.signing import WordsChanged, sign_answers, withdraw_consent
from consent.actions.trying import photos_that_go

__all__ = [
    "NotReadable",
    "NotTheirChild",
    "NothingNew",
    "PhoneYes",
    "Signature",
    "TooEarly",
    "WordsChanged",
    "answer",
    "change_consent_policy",
    "change_purpose",
    "destroy_decisions",
    "destroy_old",
    "drop_round",
    "enter_answers",
    "lift_objection",
    "object_to_all",
    "old_pupils",
    "open_round",
    "open_rounds",
    "photos_that_go",
    "plan_round",
    "remind_guardians",
    "sign_answers",
    "withdraw_consent",
    "year_asked",
]
