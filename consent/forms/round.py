"""The form that asks all parents: for which year, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocol import clock

NOW, DAY = "now", "day"
_CHOOSE = dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose one of these."))


class RoundForm(forms.Form):
    """Now, or from a day on."""

    year = forms.TypedChoiceField(coerce=int, error_messages=_CHOOSE)
    when = forms.ChoiceField(
        choices=[(NOW, gettext_lazy("Now")), (DAY, gettext_lazy("On a day"))], error_messages=_CHOOSE
    )
    opens_on = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
    )

    def __init__(self, data: Any, *, years: list[int], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, f"{year}-{year + 1}") for year in years]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("opens_on")
        if data.get("when") == DAY and "opens_on" not in self.errors:
            if day is None:
                self.add_error("opens_on", _("Fill in a day, such as 24-11-2026."))
            elif day <= clock.today():
                self.add_error("opens_on", _("Choose a day that is still to come, or choose now."))
        return data
