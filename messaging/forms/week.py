"""Which week needs no news, of whom, and why (D10)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.calendar import monday_of
from groups.models import School, SchoolGroup
from groups.roles import CLASSES
from messaging.forms.post import LineField
from messaging.models import ExcusedWeek
from messaging.rules import can_be_read
from protocol import clock

REASON_MAX: int = ExcusedWeek._meta.get_field("reason").max_length  # type: ignore[assignment]
# The weeks one may choose: as far back as the heat map shows, and a trimester ahead.
BACK, AHEAD = 7, 12
_NO_WEEK = dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose a week."))


class WeekExcuseForm(forms.Form):
    """A group of this year or, left empty, the whole school; a week by its Monday; a short reason."""

    school_group = forms.ModelChoiceField(
        SchoolGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("All groups"),
        error_messages={"invalid_choice": gettext_lazy("Choose a group.")},
    )
    week = forms.TypedChoiceField(coerce=date.fromisoformat, error_messages=_NO_WEEK)
    reason = LineField(
        max_length=REASON_MAX,
        error_messages={
            "required": gettext_lazy("Write why, in a few words."),
            "max_length": gettext_lazy("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer."),
        },
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group, week = self.fields["school_group"], self.fields["week"]
        assert isinstance(group, forms.ModelChoiceField)
        assert isinstance(week, forms.TypedChoiceField)
        group.queryset = school.school_groups.of_year(clock.today()).filter(kind__in=CLASSES)
        this = monday_of(clock.today())
        mondays = [this + timedelta(weeks=number) for number in range(-BACK, AHEAD + 1)]
        week.choices = [(monday.isoformat(), _week(monday, this)) for monday in mondays]

    def clean_reason(self) -> str:
        """A reason must say something that can be seen."""
        reason: str = self.cleaned_data["reason"]
        if not can_be_read(reason):
            raise forms.ValidationError(_("Write why, in a few words."))
        return reason


def _week(monday: date, this: date) -> str:
    words = {"number": monday.isocalendar().week, "day": date_format(monday, "j F")}
    if monday == this:
        return _("week %(number)d (now)") % words
    return _("week %(number)d, %(day)s") % words
