"""Forms of groups."""

import unicodedata
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import EVENTS
from accounts.models import AuditEntry, User, sort_key
from groups.actions import people_known_as
from groups.models import Guardianship, Pupil, SchoolGroup
from protocol import clock

YES, NO = "yes", "no"


class NameField(forms.CharField):
    """A name on one line; what cannot be seen is taken out, so that a name of nothing else is none."""

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


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


class CodeForm(forms.Form):
    """The code from the letter, however it is typed."""

    code = forms.CharField(
        max_length=64,
        error_messages={
            "required": gettext_lazy("Fill in the code from the letter."),
            "max_length": gettext_lazy("This is not a code from a letter. Look at it again."),
        },
    )


class AuditFilter(forms.Form):
    """Which entries of the log to show; nothing chosen shows all. A choice that is wrong shows all too, and says so."""

    wat = forms.ChoiceField(required=False)
    wie = forms.CharField(required=False, max_length=80, strip=True)
    van = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
    )
    tot = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["wat"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [("", gettext_lazy("Everything")), *sorted(EVENTS.items(), key=lambda event: str(event[1]))]

    def chosen(self) -> QuerySet[AuditEntry]:
        """The entries, newest first, with their actor. Days are school days (Europe/Amsterdam), both included."""
        entries = AuditEntry.objects.select_related("actor")
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if data.get("wat"):
            entries = entries.filter(event=data["wat"])
        for word in data.get("wie", "").split():
            entries = entries.filter(
                Q(actor__first_name__icontains=word)
                | Q(actor__last_name__icontains=word)
                | Q(actor__sign_in_name__icontains=word)
                | Q(object_name__icontains=word)
            )
        if data.get("van"):
            entries = entries.filter(at__gte=clock.begin_of(data["van"]))
        if data.get("tot"):
            entries = entries.filter(at__lt=clock.begin_of(data["tot"] + timedelta(days=1)))
        return entries
