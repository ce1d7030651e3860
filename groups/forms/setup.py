"""Forms of setting a school up."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from groups.forms.fields import NameField, WithRole
from groups.models import School


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
    second_factor_days = forms.IntegerField(
        min_value=0,
        max_value=365,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], _("Fill in a number of days, from 0 to 365.")
        ),
    )


class StaffForm(WithRole):
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
