"""What is written under a post."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.post import LineField, ProseField
from messaging.models.reaction import RETURN_MAX
from messaging.rules import REACTION_MAX, can_be_read


class ReturnReactionForm(forms.Form):
    """Why a reaction that is held goes back to its author."""

    reason = LineField(
        label=_("Reason"),
        max_length=RETURN_MAX,
        error_messages={
            "required": _("Write why it comes back."),
            "max_length": _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )


class ReactionForm(forms.Form):
    """The text of a reaction, and the key that makes sending twice the same as sending once."""

    text = ProseField(
        label=_("Your reaction"),
        max_length=REACTION_MAX,
        error_messages={
            "required": _("Write something first."),
            "max_length": _("Your reaction has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )
    key = forms.CharField(required=False)

    @classmethod
    def blank(cls) -> "ReactionForm":
        """A form to write a new reaction in."""
        return cls(initial={"key": uuid4()})

    def clean_text(self) -> str:
        """What is kept must say something that can be seen."""
        text: str = self.cleaned_data["text"]
        if not can_be_read(text):
            raise forms.ValidationError(_("Write something first."))
        return text

    def clean_key(self) -> UUID:
        """The form's own key; a new one for who sends none, or none that can be read."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return uuid4()

    @property
    def text_error(self) -> str:
        """What is wrong with the text, in words for its writer."""
        return str(next(iter(self.errors.get("text", [])), ""))
