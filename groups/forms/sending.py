"""The brake."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms.fields import CHOOSE_ONE
from groups.models import SendingStop


class StopForm(forms.Form):
    """Whom it stops, and why: everybody who is stopped reads the reason."""

    whom = forms.ChoiceField(
        choices=SendingStop.Whom.choices, error_messages=CHOOSE_ONE | {"required": _("Choose whom it stops.")}
    )
    reason = forms.CharField(
        max_length=200,
        error_messages={
            "required": _("Write in one sentence why."),
            "max_length": _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )
