"""Forms of setting a school up."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from groups.forms.fields import NameField
from groups.models import School
from groups.people import Place, places_of


class SchoolForm(forms.Form):
    """The school as every page shows it."""

    name = NameField(
        max_length=120,
        error_messages={
            "required": _("Fill in the name of the school."),
            "max_length": _("Use at most 120 characters."),
        },
    )
    place = NameField(
        max_length=80,
        error_messages={"required": _("Fill in the place."), "max_length": _("Use at most 80 characters.")},
    )
    phone = forms.CharField(
        max_length=20,
        required=False,
        validators=[RegexValidator(re.compile(r"^[0-9 +()-]+$"), _("Use digits and spaces, such as 0591 123 456."))],
        error_messages={"max_length": _("This telephone number is too long. Check it.")},
    )
    region = forms.ChoiceField(
        choices=[("", _("Choose the region")), *School.Region.choices],
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose the region of the school holidays.")),
    )


class StaffForm(forms.Form):
    """Who comes to work at the school, and as what."""

    first_name = NameField(
        max_length=80,
        error_messages={"required": _("Fill in the first name."), "max_length": _("Use at most 80 characters.")},
    )
    last_name = NameField(
        max_length=120,
        error_messages={"required": _("Fill in the last name."), "max_length": _("Use at most 120 characters.")},
    )
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Fill in the e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@example.nl."),
            "max_length": _("This e-mail address is too long. Check it."),
        },
    )
    role = forms.ChoiceField(error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose a role.")))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who writes for the school does so until a day, and that is given on the page of the person.
        self.places = {place.value: place for place in places_of(school) if place.last_day is None}
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        choices = [(value, place.words.capitalize()) for value, place in self.places.items()]
        field.choices = [("", _("Choose a role")), *choices]

    @property
    def place(self) -> Place:
        return self.places[self.cleaned_data["role"]]
