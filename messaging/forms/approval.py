"""What is said when a post goes back to its writer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.post import ProseField
from messaging.models import Approval
from messaging.rules import can_be_read

REASON_MAX: int = Approval._meta.get_field("reason").max_length  # type: ignore[assignment]


class ReturnForm(forms.Form):
    """Why a post goes back; without a reason it does not."""

    reason = ProseField(
        label=_("Why do you send it back?"),
        max_length=REASON_MAX,
        error_messages={
            "required": _("Write why. The writer reads it."),
            "max_length": _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )

    def clean_reason(self) -> str:
        """A reason must say something that can be seen."""
        reason: str = self.cleaned_data["reason"]
        if not can_be_read(reason):
            raise forms.ValidationError(_("Write why. The writer reads it."))
        return reason
