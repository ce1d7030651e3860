"""Letting in a guardian."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, sort_key
from groups.actions import people_known_as
from groups.forms.fields import NameField
from groups.models import Guardianship, Pupil, SchoolGroup
from protocol import clock

YES, NO = "yes", "no"


class GuardianForm(forms.Form):
    """Whom to let in for which pupil (B2, B3). After ``is_valid()``, ``person`` is the account that exists, if any.

    An address may be shared and a name mistyped: when the two do not agree with an account, the form asks
    (``same_person``) and never shows whose account it is.
    """

    pupil = forms.ModelChoiceField(
        Pupil.objects.none(),
        empty_label=gettext_lazy("Choose a child"),
        error_messages={
            "required": gettext_lazy("Choose for which child."),
            "invalid_choice": gettext_lazy("This child is not in the group. Choose another."),
        },
    )
    relation = forms.ChoiceField(
        choices=[("", gettext_lazy("Choose the relation")), *Guardianship.Relation.choices],
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], gettext_lazy("Choose how this person is related to the child.")
        ),
    )
    address = forms.CharField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Fill in the e-mail address or the sign-in name."),
            "max_length": gettext_lazy("This e-mail address is too long. Check it."),
        },
    )
    first_name = NameField(
        max_length=80, required=False, error_messages={"max_length": gettext_lazy("Use at most 80 characters.")}
    )
    last_name = NameField(
        max_length=120, required=False, error_messages={"max_length": gettext_lazy("Use at most 120 characters.")}
    )
    same_person = forms.ChoiceField(
        choices=[(YES, ""), (NO, "")],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose yes or no.")},
    )
    has_authority = forms.TypedChoiceField(
        choices=[(YES, ""), (NO, "")],
        coerce=lambda value: value == YES,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose yes or no.")),
    )

    def __init__(self, *args: Any, school_group: SchoolGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: User | None = None
        self.asks_same_person = False
        pupils = self.fields["pupil"]
        assert isinstance(pupils, forms.ModelChoiceField)
        pupils.queryset = Pupil.objects.filter(
            enrolments__in=school_group.enrolments.valid_on(clock.today())
        ).distinct()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("has_authority") and data.get("relation") == Guardianship.Relation.CARER:
            self.add_error("relation", _("A carer has no parental authority. Choose mother, father or guardian."))
        if address := data.get("address"):
            by_mail = "@" in address
            known = list(people_known_as(address))
            if known and not any(person.is_active for person in known):
                self.add_error("address", _("This person cannot be added here. Talk it over with the head."))
            elif by_mail:
                self._clean_mail(address, [person for person in known if person.is_active], data)
            elif known:
                self.person = known[0]
            else:
                self.add_error(
                    "address", _("We do not know this sign-in name. Check it, or fill in an e-mail address.")
                )
        return data

    def _clean_mail(self, address: str, known: list[User], data: dict[str, Any]) -> None:
        try:
            validate_email(address)
        except forms.ValidationError:
            self.add_error("address", _("This is not an e-mail address. It looks like name@example.nl."))
            return
        for name, message in {
            "first_name": _("Fill in the first name."),
            "last_name": _("Fill in the last name."),
        }.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        key = sort_key(data.get("last_name", ""), data.get("first_name", ""))
        same_name = [person for person in known if person.sort_name == key]
        if len(same_name) == 1:
            self.person = same_name[0]
        elif known and not self.errors.get("first_name") and not self.errors.get("last_name"):
            self._ask_same_person(known, data)

    def _ask_same_person(self, known: list[User], data: dict[str, Any]) -> None:
        self.asks_same_person = True
        answer = data.get("same_person")
        if answer == YES and len(known) == 1:
            self.person = known[0]
        elif answer == YES:
            self.add_error("address", _("Several people use this e-mail address. Fill in the sign-in name instead."))
        elif answer != NO:
            self.add_error("same_person", _("Somebody with another name uses this address. Is it the same person?"))
