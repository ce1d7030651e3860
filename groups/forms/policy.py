"""The form of the agreements about posting."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from groups.forms.fields import CHOOSE_ONE
from groups.forms.school_time import NO_TIME, SCHOOL_WEEK
from groups.models import Membership, PostingPolicy, School
from groups.roles import STAFF

_TIME = NO_TIME | {"required": gettext_lazy("Fill in a time, such as 8:30.")}


def _number(first: int, last: int) -> forms.TypedChoiceField:
    choices = [(number, str(number)) for number in range(first, last + 1)]
    return forms.TypedChoiceField(choices=choices, coerce=int, error_messages=CHOOSE_ONE)


class PolicyForm(forms.Form):
    """How often, when, and with whose consent: the fields of PostingPolicy."""

    day_limit = _number(1, 5)
    counts_per = forms.ChoiceField(choices=PostingPolicy.CountsPer, error_messages=CHOOSE_ONE)
    week_minimum = _number(0, 5)
    urgent_free = _number(0, 20)
    important_free = _number(0, 20)
    reminder_weekday = forms.TypedChoiceField(
        choices=[(weekday, WEEKDAYS[weekday - 1]) for weekday in SCHOOL_WEEK], coerce=int, error_messages=CHOOSE_ONE
    )
    reminder_at = forms.TimeField(error_messages=_TIME)
    opens_at = forms.TimeField(error_messages=_TIME)
    closes_at = forms.TimeField(error_messages=_TIME)
    breaks_open = forms.BooleanField(required=False)
    mr_informs = forms.BooleanField(required=False)
    approval_days = _number(1, 20)
    silence = forms.ChoiceField(choices=PostingPolicy.Silence, error_messages=CHOOSE_ONE)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        error_messages={"invalid_choice": gettext_lazy("Choose somebody who works at the school.")},
    )

    def __init__(self, data: Any = None, *, school: School, policy: PostingPolicy) -> None:
        now = {name: getattr(policy, name) for name in self.base_fields if name != "deputy"}
        for name in ("reminder_at", "opens_at", "closes_at"):
            now[name] = f"{now[name]:%H:%M}"
        super().__init__(data, initial=now | {"deputy": policy.deputy_id})
        staff = Membership.objects.in_force().filter(role__school=school, role__name__in=STAFF)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = User.objects.filter(pk__in=staff.values("user")).order_by("sort_name", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The end comes after the beginning. Look at the times again."))
        return data
