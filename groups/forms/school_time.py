"""Forms of the school's time: the hours of a week, days off, the government's file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.calendar import Span, Week
from groups.forms.fields import NameField
from groups.holiday_file import FILE_MAX
from groups.holiday_words import REFUSED
from groups.models import DayOff

SCHOOL_WEEK = range(1, 6)
LONGEST = timedelta(days=100)
_NO_DAY = {"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
NO_TIME = {"invalid": gettext_lazy("Fill in a time, such as 8:30.")}


@dataclass(frozen=True)
class StretchFields:
    """From and until of one stretch of a day, in words for who cannot see where they stand."""

    number: int
    begins: forms.BoundField
    ends: forms.BoundField

    @property
    def fields(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self.begins, self.ends

    @property
    def is_extra(self) -> bool:
        """A third part that few need: out of sight until it is asked for."""
        return self.number > 2 and not any(field.value() or field.errors for field in self.fields)


@dataclass(frozen=True)
class DayFields:
    """A weekday with its stretches, and what is wrong with the day as a whole."""

    weekday: int
    name: str
    stretches: list[StretchFields]
    errors: list[str]


class WeekForm(forms.Form):
    """The hours of a school week: a few stretches a day, each from a time until another; empty is none."""

    as_monday = forms.BooleanField(required=False)

    def __init__(self, *args: Any, week: Week, stretches: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week: dict[int, tuple[Span, ...]] = {}
        self.stretches = stretches
        for weekday in SCHOOL_WEEK:
            spans = sorted(week.get(weekday, ()))
            for number in range(1, stretches + 1):
                span = spans[number - 1] if number <= len(spans) else None
                for name, at in (("from", span and span.begins_at), ("until", span and span.ends_at)):
                    field = forms.TimeField(required=False, error_messages=NO_TIME, initial=f"{at:%H:%M}" if at else "")
                    self.fields[f"{name}_{weekday}_{number}"] = field

    def days(self) -> Iterator[DayFields]:
        """The fields as the page shows them."""
        for weekday in SCHOOL_WEEK:
            stretches = [
                StretchFields(number, self[f"from_{weekday}_{number}"], self[f"until_{weekday}_{number}"])
                for number in range(1, self.stretches + 1)
            ]
            name = str(WEEKDAYS[weekday - 1]).lower()
            errors = dict.fromkeys(str(error) for one in stretches for field in one.fields for error in field.errors)
            yield DayFields(weekday, name, stretches, list(errors))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for weekday in [1] if data.get("as_monday") else SCHOOL_WEEK:
            names = [(f"from_{weekday}_{n}", f"until_{weekday}_{n}") for n in range(1, self.stretches + 1)]
            if not any(name in self.errors for pair in names for name in pair):
                self._read_day(weekday, [(data[begins], data[ends]) for begins, ends in names])
        if data.get("as_monday") and 1 in self.week:
            self.week = dict.fromkeys(SCHOOL_WEEK, self.week[1])
        return data

    def _read_day(self, weekday: int, times: list[tuple[time | None, time | None]]) -> None:
        given = [pair for pair in times if pair != (None, None)]
        spans = sorted(Span(begins, ends) for begins, ends in given if begins and ends)
        if len(spans) < len(given):
            self.add_error(f"from_{weekday}_1", _("Fill in both times, or leave both empty."))
        elif any(span.ends_at <= span.begins_at for span in spans):
            self.add_error(f"from_{weekday}_1", _("The end comes after the beginning. Look at the times again."))
        elif any(later.begins_at < span.ends_at for span, later in pairwise(spans)):
            self.add_error(f"from_{weekday}_1", _("Two stretches of this day overlap. Look at the times again."))
        elif spans:
            self.week[weekday] = tuple(spans)


class LessonForm(WeekForm):
    """The lessons of a school: at least one day has some."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.week:
            self.add_error(None, _("Fill in the lessons of at least one day."))
        return data


class DayOffForm(forms.Form):
    """Days without lessons: what they are, and from when until when, both included."""

    kind = forms.ChoiceField(
        choices=DayOff.Kind,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose what kind of day it is.")),
    )
    name = NameField(
        max_length=80,
        error_messages={
            "required": gettext_lazy("Fill in a name, such as Studiedag."),
            "max_length": gettext_lazy("Use at most 80 characters."),
        },
    )
    first_on = forms.DateField(error_messages=_NO_DAY | {"required": gettext_lazy("Fill in the first day.")})
    last_on = forms.DateField(required=False, error_messages=_NO_DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("first_on")
        if first and "last_on" in data:
            data["last_on"] = last = data["last_on"] or first
            if last < first:
                self.add_error("last_on", _("The last day comes before the first. Choose a later day."))
            elif last - first > LONGEST:
                self.add_error("last_on", _("That is longer than any holiday. Look at the days again."))
        return data


class HolidayFileForm(forms.Form):
    """The government's file."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages=dict.fromkeys(["required", "missing"], gettext_lazy("Choose a file first.")),
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > FILE_MAX:
            raise forms.ValidationError(REFUSED["too_large"])
        content: bytes = upload.read()
        return content


class HolidayApproveForm(forms.Form):
    """What was read of the file, signed by us, and which changes were seen."""

    holidays = forms.CharField()
    seen = forms.RegexField("^[0-9a-f]{64}$")
