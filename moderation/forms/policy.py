"""The form of the agreements about removal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from groups.forms.fields import CHOOSE_ONE
from groups.models import Membership, School
from groups.recipients import heads_of
from groups.roles import STAFF
from moderation.models import ModerationPolicy


def _years(*numbers: int) -> forms.TypedChoiceField:
    choices = [(number, ngettext_lazy("%d year", "%d years", number) % number) for number in numbers]
    return forms.TypedChoiceField(choices=choices, coerce=int, error_messages=CHOOSE_ONE)


def _years_or_never(never: Any) -> forms.TypedChoiceField:
    years = [(number, ngettext_lazy("%d year", "%d years", number) % number) for number in (1, 2, 3, 5, 8)]
    return forms.TypedChoiceField(
        choices=[("", never), *years], coerce=int, required=False, empty_value=None, error_messages=CHOOSE_ONE
    )


def _person(error: Any) -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label=_("Nobody"), error_messages={"invalid_choice": error}
    )


_STAFF = _("Choose somebody who works at the school.")


class ModerationPolicyForm(forms.Form):
    """Who may, who hears what, and how long it is kept: the fields of ModerationPolicy."""

    ict_removes = forms.BooleanField(required=False)
    about_head = _person(_("Choose somebody with an account who does not head the school."))
    deputy = _person(_STAFF)
    on_call = _person(_STAFF)
    mails_chain = forms.BooleanField(required=False)
    stamp_url = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("This is no address. It looks like https://tijd.example/tsa.")},
    )
    package_years = _years(1, 2, 3, 5, 7, 10, 20, 30)
    case_years = _years(1, 2, 3, 5, 7, 10, 20, 30)
    report_years = _years(1, 2, 3, 5, 7, 10)
    post_years = _years_or_never(_("Until somebody takes it away"))
    conversation_years = _years_or_never(_("As long as the portal is there"))

    def __init__(self, data: Any = None, *, school: School, policy: ModerationPolicy) -> None:
        now = {name: getattr(policy, name) for name in self.base_fields}
        people = {name: getattr(policy, f"{name}_id") for name in ("about_head", "deputy", "on_call")}
        super().__init__(data, initial=now | people)
        working = Membership.objects.in_force().filter(role__school=school, role__name__in=STAFF)
        everybody = User.objects.filter(is_active=True).order_by("sort_name", "pk")
        self._offer("about_head", everybody.exclude(pk__in=heads_of(school)))
        for name in ("deputy", "on_call"):
            self._offer(name, everybody.filter(pk__in=working.values("user")))

    def _offer(self, name: str, people: Any) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = people
