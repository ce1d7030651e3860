"""The form of one question to parents."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Purpose, PurposeText
from consent.shown import wording_of
from consent.texts import Wording
from groups.forms.fields import CHOOSE_ONE, NameField

KEEP, AGAIN = "keep", "again"


def _line(name: str, empty: Any) -> NameField:
    limit: int = PurposeText._meta.get_field(name).max_length  # type: ignore[assignment,union-attr]
    too_long = gettext_lazy("Make it %(limit_value)d characters or fewer. Now it has %(show_value)d.")
    return NameField(max_length=limit, error_messages={"required": empty, "max_length": too_long})


class PurposeForm(forms.Form):
    """Whether it is asked, how many must say yes, and the words; who changes words says whether the meaning changed."""

    is_asked = forms.BooleanField(required=False)
    policy = forms.ChoiceField(
        choices=[
            (Purpose.Policy.ANY, gettext_lazy("One parent with authority is enough")),
            (Purpose.Policy.ALL, gettext_lazy("All parents with authority must say yes")),
        ],
        error_messages=CHOOSE_ONE,
    )
    title = _line("title", gettext_lazy("Write what you ask, in a few words."))
    explanation = _line("explanation", gettext_lazy("Write who sees it."))
    example = _line("example", gettext_lazy("Write an example."))
    again = forms.ChoiceField(
        choices=[
            (KEEP, gettext_lazy("No, only the spelling or the wording. Answers keep counting.")),
            (AGAIN, gettext_lazy("Yes, it means something else. Ask every parent again.")),
        ],
        required=False,
        error_messages=CHOOSE_ONE,
    )

    def __init__(self, data: Any, *, purpose: Purpose, text: PurposeText) -> None:
        self.before = wording_of(text)
        now = self.before._asdict() | {"is_asked": purpose.is_asked, "policy": purpose.policy}
        super().__init__(data, initial=now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and self.wording != self.before and not data.get("again"):
            self.add_error("again", _("You changed the words. Choose whether they mean something else."))
        return data

    @property
    def wording(self) -> Wording:
        return Wording(*(self.cleaned_data[name] for name in Wording._fields))

    def settings(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "is_asked": self.cleaned_data["is_asked"],
            "policy": self.cleaned_data["policy"],
            "wording": self.wording,
            "asks_again": self.cleaned_data["again"] == AGAIN,
        }
