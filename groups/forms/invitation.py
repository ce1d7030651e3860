"""The code from a letter."""

from django import forms
from django.utils.translation import gettext_lazy


class CodeForm(forms.Form):
    """The code from the letter, however it is typed."""

    code = forms.CharField(
        max_length=64,
        error_messages={
            "required": gettext_lazy("Fill in the code from the letter."),
            "max_length": gettext_lazy("This is not a code from a letter. Look at it again."),
        },
    )
