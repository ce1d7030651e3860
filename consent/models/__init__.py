"""What is asked, what was answered and what proves it."""

from consent.models.decision import Decision, DecisionLink, Destruction
from consent.models.objection import Objection
from consent.models.paper import PaperForm
from consent.models.policy import ConsentPolicy
from consent.models.purpose import Purpose, PurposeText, ShownText
from consent.models.round import Round

__all__ = [
    "ConsentPolicy",
    "Decision",
    "DecisionLink",
    "Destruction",
    "Objection",
    "PaperForm",
    "Purpose",
    "PurposeText",
    "Round",
    "ShownText",
]
