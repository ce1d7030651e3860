"""A message, the beginning of a conversation, and a note for a colleague."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conversations.rules import MESSAGE_MAX, REFUSED_MAX, SUBJECT_MAX, WHY_NOW_MAX
from messaging.forms.post import LineField, ProseField
from messaging.offending import Offends
from messaging.rules import can_be_read
from protocol.finding import Finding

NOBODY = _("Nobody is there to read it today. Ring the school.")
TOO_LONG = _("Your text has %(show_value)d characters. Make it %(limit_value)d or fewer.")


class NoteForm(forms.Form):
    """A line for a colleague, with the key that makes sending twice the same as sending once."""

    key = forms.CharField(required=False)
    text = ProseField(
        max_length=MESSAGE_MAX, error_messages={"required": _("Write something first."), "max_length": TOO_LONG}
    )
    # Why it was not sent: words that are held (E4), or something to think over first (D8).
    offends: Offends | None = None
    confidential: tuple[Finding, ...] = ()

    def clean_key(self) -> UUID:
        """The form's own key; a new one for who sends none, or none that can be read."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return uuid4()

    def clean_text(self) -> str:
        """What is kept must say something that can be seen."""
        text: str = self.cleaned_data["text"]
        if not can_be_read(text):
            raise forms.ValidationError(_("Write something first."))
        return text


class MessageForm(NoteForm):
    """Words to everybody in it, and why they cannot wait (of staff)."""

    now = forms.BooleanField(required=False)
    why_now = LineField(required=False, max_length=WHY_NOW_MAX, error_messages={"max_length": TOO_LONG})

    @classmethod
    def blank(cls, **initial: Any) -> "MessageForm":
        """A form to write in."""
        return cls(initial={"key": uuid4(), **initial})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("now") and not data.get("why_now") and "why_now" not in self.errors:
            self.add_error("why_now", _("Write in one sentence why it cannot wait."))
        return data

    @property
    def why(self) -> str:
        """The reason to deliver it at once; empty for what waits."""
        return str(self.cleaned_data["why_now"]) if self.cleaned_data.get("now") else ""


class StartForm(MessageForm):
    """The same with a subject, and to whom; ``desk`` and ``people`` are checked against what the page offered."""

    subject = LineField(
        max_length=SUBJECT_MAX,
        error_messages={"required": _("Write what it is about."), "max_length": TOO_LONG},
    )
    desk = forms.CharField(required=False)

    def __init__(
        self, *args: Any, desks: list[tuple[str, str, str]], people: list[Any] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.desks, self.people, self.is_to_people = desks, people or [], people is not None

    @classmethod
    def blank_with(cls, words: dict[str, Any], **offered: Any) -> "StartForm":
        """A form to begin with, with the words of a draft that came along."""
        return cls(initial={"key": uuid4(), **words}, **offered)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_to_people:
            data["desk"] = self._desk(data.get("desk", ""))
        elif not self.people:
            self.add_error(None, _("No parent of this child reads here today."))
        elif not self.chosen:
            self.add_error(None, _("Choose to whom you write."))
        return data

    def _desk(self, wanted: str) -> str:
        """The desk on the page that was chosen, or the only one."""
        known = [value for value, _label, _who in self.desks]
        if not known:
            self.add_error(None, NOBODY)
        elif wanted in known or len(known) == 1:
            return wanted if wanted in known else known[0]
        else:
            self.add_error("desk", _("Choose to whom you write."))
        return ""

    @property
    def chosen(self) -> list[Any]:
        """Of the guardians on the page those that were ticked; the only one when there is one."""
        if len(self.people) == 1:
            return self.people
        ticked = self.data.getlist("people") if isinstance(self.data, QueryDict) else [self.initial.get("people")]
        return [link for link in self.people if str(link.pk) in ticked]


class ReturnForm(forms.Form):
    """Why a message that is held goes back to who wrote it."""

    reason = LineField(
        max_length=REFUSED_MAX,
        error_messages={"required": _("Write why it comes back."), "max_length": TOO_LONG},
    )
