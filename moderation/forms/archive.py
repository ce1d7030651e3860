"""A reason, to open or to keep a hard copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models.opening import OPENING_MAX


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=OPENING_MAX, error_messages={"required": _("Say in a few words why.")}, strip=True
    )
