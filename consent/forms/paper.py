"""The form with which staff enter what stands on paper, or was said by phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from consent.models import Decision
from consent.texts import LANGUAGES
from files.storage import shown_name
from groups.forms.fields import CHOOSE_ONE, NameField

SCAN_MAX = 10 * 1024 * 1024
YES, NO, NOTHING = "yes", "no", ""
Channel = Decision.Channel


@dataclass(frozen=True)
class AnswerField:
    """A question with its field, for the page."""

    title: str
    field: forms.BoundField


class PaperEntryForm(forms.Form):
    """Whose answers, how they came, what was answered, and the signature."""

    guardian = forms.ChoiceField(error_messages=CHOOSE_ONE)
    channel = forms.ChoiceField(
        choices=[
            (Channel.PAPER, gettext_lazy("On a signed form")),
            (Channel.PHONE, gettext_lazy("By phone: only a no, or taking a yes back")),
        ],
        error_messages=CHOOSE_ONE,
    )
    name = NameField(
        max_length=120, error_messages={"required": gettext_lazy("Fill in the name that stands under the form.")}
    )
    language = forms.ChoiceField(
        choices=[("", gettext_lazy("The language of this parent")), *LANGUAGES.items()],
        required=False,
        error_messages=CHOOSE_ONE,
    )
    scan = forms.FileField(required=False, allow_empty_file=True)

    def __init__(
        self, data: Any, files: Any, *, guardians: list[User], asked: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(data, files, **more)
        self.guardians = {str(person.pk): person for person in guardians}
        field = self.fields["guardian"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, person.full_name) for pk, person in self.guardians.items()]
        self.titles = dict(asked)
        words = [(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No")), (NOTHING, gettext_lazy("Not filled in"))]
        for code in self.titles:
            self.fields[f"c_{code}"] = forms.ChoiceField(choices=words, required=False, error_messages=CHOOSE_ONE)

    def answers(self) -> Iterator[AnswerField]:
        """The questions as the page shows them."""
        for code, title in self.titles.items():
            yield AnswerField(title, self[f"c_{code}"])

    @property
    def said(self) -> dict[str, bool]:
        """What was answered, by purpose."""
        given = {code: self.cleaned_data.get(f"c_{code}", NOTHING) for code in self.titles}
        return {code: answer == YES for code, answer in given.items() if answer}

    def clean_scan(self) -> bytes:
        upload = self.cleaned_data["scan"]
        if upload is None:
            return b""
        self.scan_name = shown_name(upload.name, _("the file"))
        if upload.size > SCAN_MAX:
            raise forms.ValidationError(_("The scan is larger than 10 MB. Make it smaller and choose it again."))
        content: bytes = upload.read()
        return content

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Channel.PAPER and "scan" in data and not data["scan"]:
            self.add_error("scan", _("Choose the scan or the photo of the signed form."))
        if not self.errors and not self.said:
            self.add_error(None, _("Nothing is filled in yet. Choose yes or no for at least one question."))
        if data.get("channel") == Channel.PHONE and any(self.said.values()):
            self.add_error("channel", _("A yes needs a signed form. By phone you can only enter a no."))
        return data

    @property
    def person(self) -> User:
        return self.guardians[self.cleaned_data["guardian"]]

    @property
    def beside(self) -> str:
        """The language that was read beside the Dutch; "nl" where only Dutch stood there."""
        language: str = self.cleaned_data["language"] or self.person.language
        return language if language in LANGUAGES else "nl"
