"""When a post should go out, as the composer and the pages of what is planned ask for it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messaging.actions import Choice
from messaging.forms.post import LineField, PostForm
from messaging.models import Post
from messaging.outlook import Outlook, When
from messaging.rules import How, can_be_read

REASON_MAX = 300
WAYS = {way.value for way in When}
NEEDS_REASON = (When.URGENT.value, When.REASON.value)
ROUND = (How.URGENT, How.EXCURSION, How.REASON, How.NOW)


class WhenForm(forms.Form):
    """The way to go, and what that way asks for. A form without ``when`` means: as agreed."""

    when = forms.ChoiceField(
        required=False,
        choices=[(when.value, when.value) for when in When],
        error_messages={"invalid_choice": _("Choose when it goes out.")},
    )
    day = forms.DateField(required=False, error_messages={"invalid": _("Choose a day.")})
    reason = LineField(
        required=False,
        max_length=REASON_MAX,
        error_messages={
            "max_length": _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer.")
        },
    )
    add_to = forms.IntegerField(required=False)
    swap_with = forms.IntegerField(required=False)

    def __init__(self, data: QueryDict | None = None, *, outlook: Outlook, **more: Any) -> None:
        super().__init__(data, **more)
        self.outlook = outlook
        self.is_sent = True

    @property
    def way(self) -> str:
        """The way that was chosen; as agreed when none was."""
        chosen = self["when"].value() or ""
        return str(chosen) if chosen in WAYS else When.AUTO.value

    def clean(self) -> dict[str, Any]:
        """What the chosen way asks for must be there; what another way would ask for does not matter."""
        given = super().clean() or self.cleaned_data
        if not self.is_sent:
            return given
        if self.way != When.DAY.value:
            self.errors.pop("day", None)
        elif not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day."))
        if self.way not in (*NEEDS_REASON, When.EXCURSION.value):
            self.errors.pop("reason", None)
        elif self.way in NEEDS_REASON and "reason" not in self.errors and not can_be_read(given.get("reason", "")):
            self.add_error("reason", _("Write in one sentence why it goes out now."))
        if self.way == When.ADD.value and self.target is None:
            self.add_error("when", _("That news item takes no addition any more. Choose another moment."))
        if self.way == When.SWAP.value and self.partner is None:
            self.add_error("when", _("That news item cannot be swapped any more. Choose another moment."))
        return given

    @property
    def target(self) -> Post | None:
        """The post of today it is added to: the one that was chosen, the newest when none was."""
        return self._chosen("add_to", self.outlook.additions) if self.way == When.ADD.value else None

    @property
    def partner(self) -> Post | None:
        """The planned post whose place it takes."""
        return self._chosen("swap_with", self.outlook.swaps) if self.way == When.SWAP.value else None

    def _chosen(self, field: str, posts: list[Post]) -> Post | None:
        pk = self.cleaned_data.get(field)
        return next((post for post in posts if pk in (None, post.pk)), None)

    def choice(self) -> Choice:
        """As sending takes it. Nothing is gone round, or recorded, when the agreements let it out at once anyway."""
        how = When(self.way).how
        if how in ROUND and self.outlook.goes_now:
            how = How.AUTO
        day = self.cleaned_data.get("day") if how is How.DAY else None
        reason = self.cleaned_data.get("reason", "") if how in ROUND else ""
        return Choice(how, day, reason)

    def problems(self) -> list[tuple[str, str]]:
        """Field and words of each error, for the summary."""
        return [(name, str(errors[0])) for name in self.fields if (errors := self.errors.get(name))]


class SendForm(WhenForm, PostForm):
    """All that the composer sends: what it says, when it goes out, and (of the head) whether it goes to all at once."""

    important = forms.BooleanField(required=False)
    why_important = LineField(
        required=False,
        max_length=REASON_MAX,
        error_messages={
            "max_length": _("Your reason has %(show_value)d characters. Make it %(limit_value)d or fewer.")
        },
    )

    def __init__(self, data: QueryDict | None = None, *, outlook: Outlook, is_sent: bool = False, **more: Any) -> None:
        super().__init__(data, outlook=outlook, **more)
        self.is_sent = is_sent

    def clean(self) -> dict[str, Any]:
        """Above the school's number of the year, important news says why."""
        given = super().clean() or self.cleaned_data
        found = self.outlook.importance if given.get("important") else None
        if found is None:
            self.errors.pop("why_important", None)
        elif self.is_sent and found.needs_why and "why_important" not in self.errors and not self.why:
            self.add_error("why_important", _("Write in one sentence why this is important."))
        return given

    @property
    def why(self) -> str:
        """Why it is important; empty when nobody can read it."""
        given = str(self.cleaned_data.get("why_important", ""))
        return given if can_be_read(given) else ""

    @property
    def needs_title(self) -> bool:
        """What is added to another post needs no title of its own."""
        return self.way != When.ADD.value
