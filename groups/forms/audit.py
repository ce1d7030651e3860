"""What to show of the log of who did what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.audit import EVENTS, entries_for
from accounts.models import AuditEntry, User
from protocol import clock

# Before and after these days there is no log, and the last day of all has no day after it.
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


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
        what.choices = [
            ("", gettext_lazy("Everything")),
            *sorted(((name, str(words).rstrip(":,")) for name, words in EVENTS.items()), key=lambda event: event[1]),
        ]

    def chosen(self, user: User) -> QuerySet[AuditEntry]:
        """What this person reads of it, newest first. Days are school days (Europe/Amsterdam), both included."""
        entries = entries_for(user)
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
            entries = entries.filter(at__gte=clock.begin_of(max(data["van"], FIRST)))
        if data.get("tot"):
            entries = entries.filter(at__lt=clock.begin_of(min(data["tot"], LAST) + timedelta(days=1)))
        return entries
