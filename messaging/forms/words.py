"""A word that a school holds, or lets through."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.post import LineField
from messaging.models import WordRule
from messaging.models.word_rule import WORD_MAX
from messaging.rules.offence import fold

ALLOWED = "allowed"


class WordForm(forms.Form):
    """The word, and what happens with it."""

    word = LineField(
        max_length=WORD_MAX,
        error_messages={
            "required": _("Write a word."),
            "max_length": _("Your word has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )
    what = forms.ChoiceField(
        choices=[(ALLOWED, _("Let it through always")), *WordRule.Kind.choices],
        error_messages={"required": _("Choose what happens."), "invalid_choice": _("Choose what happens.")},
    )

    def clean_word(self) -> str:
        """There must be something in it to compare."""
        word: str = self.cleaned_data["word"]
        if not fold(word):
            raise forms.ValidationError(_("Write a word."))
        return word

    @property
    def is_allowed(self) -> bool:
        return bool(self.cleaned_data["what"] == ALLOWED)

    @property
    def kind(self) -> str:
        return "" if self.is_allowed else str(self.cleaned_data["what"])
