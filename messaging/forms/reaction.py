"""What is written under a post."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.rules import REACTION_MAX, can_be_read, printable


class ReactionForm(forms.Form):
    """The text of a reaction, and the key that makes sending twice the same as sending once."""

    text = forms.CharField(
        label=_("Your reaction"),
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The text without what cannot be shown; what is left must say something and fit."""
        text = printable(self.cleaned_data["text"])
        if not can_be_read(text):
            raise forms.ValidationError(_("Write something first."))
        if len(text) > REACTION_MAX:
            raise forms.ValidationError(
                _("Your reaction has %(length)d characters. Make it %(max)d or fewer."),
                params={"length": len(text), "max": REACTION_MAX},
            )
        return text

    def clean_key(self) -> UUID:
        """The form's own key; a new one for who sends none, or none that can be read."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return uuid4()

    @classmethod
    def blank(cls) -> "ReactionForm":
        return cls(initial={"key": uuid4()})

    @property
    def text_error(self) -> Any:
        return next(iter(self.errors.get("text", [])), None)
