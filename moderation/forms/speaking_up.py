"""What somebody wants to do about something, and the words for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.post import ProseField
from messaging.rules import can_be_read
from moderation.models.report import REPORT_MAX, WORD_MAX
from moderation.rules import Reason

WORD, REPORT, CHILD = "woord", "melding", "kind"
TOO_LONG = _("Your text has %(show_value)d characters. Make it %(limit_value)d or fewer.")


class SpeakUpForm(forms.Form):
    """One of the ways that there are for this thing; only what belongs to the chosen one has to be filled."""

    way = forms.CharField(required=False)
    word = ProseField(required=False, max_length=WORD_MAX, error_messages={"max_length": TOO_LONG})
    reason = forms.CharField(required=False)
    text = ProseField(required=False, max_length=REPORT_MAX, error_messages={"max_length": TOO_LONG})

    def __init__(self, data: Any = None, *, ways: list[str], reasons: list[Reason], suggestion: str = "") -> None:
        super().__init__(data, initial={"word": suggestion, "way": ways[0] if len(ways) == 1 else ""})
        self.ways, self.reasons = ways, reasons

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way = data.get("way")
        if way not in self.ways:
            self.add_error("way", _("Choose what you want to do."))
        if way == WORD and "word" not in self.errors and not can_be_read(data["word"]):
            self.add_error("word", _("Write something first."))
        if way == REPORT and self.chosen is None:
            self.add_error("reason", _("Choose what it is about."))
        if way != WORD:
            self.errors.pop("word", None)  # what was not chosen does not stop anything
        if way != REPORT:
            self.errors.pop("text", None)
        return data

    @property
    def chosen(self) -> Reason | None:
        """The reason that was chosen."""
        key = self["reason"].value()
        return next((one for one in self.reasons if one.key == key), None)
