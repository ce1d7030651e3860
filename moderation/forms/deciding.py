"""What is said when something is taken away, or put back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.post import ProseField
from messaging.rules import can_be_read
from moderation.models.report import REASON_MAX
from moderation.subjects import Subject
from protocol.clauses import CLAUSES

_TOO_LONG = _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer.")
_CHOOSE = dict.fromkeys(["required", "invalid_choice"], _("Choose the agreement that it does not keep to."))


class ReasonForm(forms.Form):
    """Why it may stay; without a reason it does not come back."""

    asks = _("Write why. Who handles the next report reads it.")

    reason = ProseField(max_length=REASON_MAX, error_messages={"max_length": _TOO_LONG}, required=False)

    def clean_reason(self) -> str:
        """A reason must say something that can be seen."""
        reason: str = self.cleaned_data["reason"]
        if not can_be_read(reason):
            raise forms.ValidationError(self.asks)
        return reason


class RemoveForm(ReasonForm):
    """Which agreement it does not keep to, and why it goes. Nothing is chosen beforehand."""

    asks = _("Write why it goes. The writer reads it.")

    clause = forms.ChoiceField(error_messages=_CHOOSE)
    field_order = ("clause", "reason")

    def __init__(self, data: Any = None, *, subject: Subject) -> None:
        super().__init__(data)
        chosen = self.fields["clause"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(name, CLAUSES[name].text) for name in subject.clauses]
