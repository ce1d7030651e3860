"""The form of the agreements about photos and names."""

from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consent.models import ConsentPolicy
from consent.rules import last_day_of
from groups.forms.fields import CHOOSE_ONE

YES, NO = "yes", "no"
# Around the end of the school year; another day would cut answers in half.
DAYS = ((6, 30), (7, 31), (8, 31), (9, 30))


def _choices(kinds: type[models.TextChoices]) -> list[tuple[str, Any]]:
    """As the model has them, each as the beginning of a line."""
    return [(kind.value, lazy(capfirst, str)(kind.label)) for kind in kinds]


class ConsentPolicyForm(forms.Form):
    """How long a yes holds, and what becomes of photos: the fields of ConsentPolicy."""

    renews = forms.ChoiceField(
        choices=[(YES, _("Every school year anew")), (NO, _("Once; the answer stays until somebody changes it"))],
        error_messages=CHOOSE_ONE,
    )
    lapses = forms.ChoiceField(error_messages=CHOOSE_ONE)
    past_photos = forms.ChoiceField(choices=_choices(ConsentPolicy.PastPhotos), error_messages=CHOOSE_ONE)
    doubt = forms.ChoiceField(choices=_choices(ConsentPolicy.Doubt), error_messages=CHOOSE_ONE)

    def __init__(self, data: Any, *, policy: ConsentPolicy) -> None:
        now = {
            "renews": YES if policy.renews else NO,
            "lapses": _value(policy.lapses),
            "past_photos": policy.past_photos,
            "doubt": policy.doubt,
        }
        super().__init__(data, initial=now)
        field = self.fields["lapses"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(_value(day), date_format(last_day_of(2000, day), "j F")) for day in {*DAYS, policy.lapses}]
        field.choices.sort()

    def settings(self) -> dict[str, Any]:
        """What the action takes."""
        month, day = (int(part) for part in self.cleaned_data["lapses"].split("-"))
        return {
            "renews": self.cleaned_data["renews"] == YES,
            "lapses_month": month,
            "lapses_day": day,
            "past_photos": self.cleaned_data["past_photos"],
            "doubt": self.cleaned_data["doubt"],
        }


def _value(day: tuple[int, int]) -> str:
    return f"{day[0]:02d}-{day[1]:02d}"
