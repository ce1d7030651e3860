"""Forms of consent, by noun."""

from consent.forms.paper import PaperEntryForm
from consent.forms.policy import ConsentPolicyForm
from consent.forms.purpose import PurposeForm
from consent.forms.round import NOW, RoundForm

__all__ = ["NOW", "ConsentPolicyForm", "PaperEntryForm", "PurposeForm", "RoundForm"]
