"""The form that asks all parents: for which year, and when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.rules import asked_from
from groups.forms.fields import CHOOSE_ONE
from protocol import clock

NOW, DAY = "now", "day"


class RoundForm(forms.Form):
    """Now, or from a day on."""

    year = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE_ONE)
    when = forms.ChoiceField(
        choices=[(NOW, gettext_lazy("Now")), (DAY, gettext_lazy("On a day"))], error_messages=CHOOSE_ONE
    )
    opens_on = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
    )

    def __init__(self, data: Any, *, years: list[int], lapses: tuple[int, int], **more: Any) -> None:
        super().__init__(data, **more)
        self.lapses = lapses
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
        if not self.errors:
            self._check_early(data["year"], clock.today() if data["when"] == NOW or day is None else day)
        return data

    def _check_early(self, year: int, day: date) -> None:
        first = asked_from(year, self.lapses)
        if day < first:
            words = _("Ask for %(year)s from %(day)s on: what parents answer then counts only for that year.")
            names = {"year": f"{year}-{year + 1}", "day": date_format(first, "j F Y")}
            self.add_error("opens_on" if self.cleaned_data["when"] == DAY else "year", words % names)
