"""Fields that more than one form of groups has."""

import unicodedata
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groups.models import School
from groups.people import Place, places_of

CHOOSE_ONE = dict.fromkeys(["required", "invalid_choice"], _("Choose one of these."))


def one_line(text: str) -> str:
    """What somebody typed, on one line; what cannot be seen is taken out."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


class NameField(forms.CharField):
    """A name on one line; what cannot be seen is taken out, so that a name of nothing else is none."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class WithRole(forms.Form):
    """A form with a role of this school in it."""

    has_last_day = False  # without, a role that is only given until a day (D9) cannot be chosen

    role = forms.ChoiceField(error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose a role.")))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.value: place for place in places_of(school) if self.has_last_day or not place.last_day}
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        choices = [(value, capfirst(place.words)) for value, place in self.places.items()]
        field.choices = [("", _("Choose a role")), *choices]

    @property
    def place(self) -> Place:
        return self.places[self.cleaned_data["role"]]
