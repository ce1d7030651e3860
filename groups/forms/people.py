"""Forms of the head about people: roles between two days, authority, a move, a confirmation."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.address.forms import AddressForm
from accounts.models import User
from groups.forms.fields import WithRole
from groups.models import Guardianship, School, SchoolGroup
from groups.people import Place
from groups.roles import CLASSES
from protocol import clock

_NO_DAY = {"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
YES, NO = "yes", "no"


class RoleForm(WithRole):
    """Which role, where, and between which days (both included; until is open when empty)."""

    has_last_day = True
    valid_from = forms.DateField(
        error_messages=_NO_DAY | {"required": gettext_lazy("Fill in from which day this holds.")}
    )
    valid_until = forms.DateField(required=False, error_messages=_NO_DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and first < clock.today():
            self.add_error("valid_from", _("This day is over. Choose today or later."))
        elif first and last and last < first:
            self.add_error("valid_until", _("The last day comes before the first. Choose a later day."))
        if data.get("role") and not self.has_error("valid_until"):
            self._keep_bound(self.place, last)
        return data

    def _keep_bound(self, place: Place, last: date | None) -> None:
        """Writing for the whole school is given until a day (D9)."""
        if place.last_day is None:
            return
        if last is None:
            self.add_error("valid_until", _("Fill in the last day: writing for the school is given until a day."))
        elif last > place.last_day:
            year_ends = date_format(place.last_day, "j F Y")
            self.add_error(
                "valid_until", _("The school year ends on %(day)s. Choose that day or earlier.") % {"day": year_ends}
            )


class AuthorityForm(forms.Form):
    """What somebody is to a child, with or without authority, between two days (both included, open when empty)."""

    relation = forms.ChoiceField(
        choices=Guardianship.Relation,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], gettext_lazy("Choose how this person is related to the child.")
        ),
    )
    has_authority = forms.TypedChoiceField(
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        coerce=lambda value: value == YES,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose yes or no.")),
    )
    authority_from = forms.DateField(required=False, error_messages=_NO_DAY)
    authority_until = forms.DateField(required=False, error_messages=_NO_DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("authority_from"), data.get("authority_until")
        if first and last and last < first:
            self.add_error("authority_until", _("The last day comes before the first. Choose a later day."))
        if data.get("has_authority") and data.get("relation") == Guardianship.Relation.CARER:
            self.add_error("relation", _("A carer has no parental authority. Choose mother, father or guardian."))
        return data


class MoveForm(forms.Form):
    """To which class a child goes, and from which day."""

    to = forms.ModelChoiceField(
        SchoolGroup.objects.none(),
        empty_label=gettext_lazy("Choose a group"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose the new group.")),
    )
    day = forms.DateField(error_messages=_NO_DAY | {"required": gettext_lazy("Fill in from which day this holds.")})

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["to"]
        assert isinstance(groups, forms.ModelChoiceField)
        of_this_year = school.school_groups.of_year(clock.today()).filter(kind__in=CLASSES)
        groups.queryset = of_this_year.order_by("position", "name")


class SureForm(forms.Form):
    """A deed that is hard to undo: a tick that says one is sure."""

    sure = forms.BooleanField(error_messages={"required": gettext_lazy("Tick that you are sure.")})
    parents_leave = forms.BooleanField(required=False)


class IdentityForm(forms.Form):
    """Who helps at the desk looked at who it is."""

    sure = forms.BooleanField(error_messages={"required": gettext_lazy("Tick that you know for sure who this is.")})


class PersonAddressForm(AddressForm, IdentityForm):
    """The e-mail address of somebody else, who was looked at."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["address"].error_messages["required"] = gettext_lazy("Fill in the e-mail address.")

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.lower() == self.user.email.lower():
            raise forms.ValidationError(_("This is the address already. Fill in the new one."))
        return address
