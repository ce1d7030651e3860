"""What the composer sends: checked for form and length here, for content by the rules."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.actions import Alts, Content, Sheet
from messaging.models import Post
from messaging.rules import ALT_MAX, TEXT_MAX, TITLE_MAX, findings_on_post, one_line, printable


class LineField(forms.CharField):
    """One line of text; what cannot be kept or shown is taken out before it is counted."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ProseField(forms.CharField):
    """Text with line ends; what cannot be kept or shown is taken out before it is counted."""

    def to_python(self, value: Any) -> str:
        return printable(super().to_python(value) or "")


class PostForm(forms.Form):
    """Kind, title, text and whether parents may react. Every field may be empty: a draft is kept as it is."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Post.Kind.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose what it is about.")},
    )
    title = LineField(
        label=_("Title"),
        required=False,
        max_length=TITLE_MAX,
        error_messages={"max_length": _("Your title has %(show_value)d characters. Make it %(limit_value)d or fewer.")},
    )
    text = ProseField(
        label=_("Text"),
        required=False,
        max_length=TEXT_MAX,
        error_messages={"max_length": _("Your text has %(show_value)d characters. Make it %(limit_value)d or fewer.")},
    )
    reactions_open = forms.BooleanField(label=_("Parents may react"), required=False)
    whom = forms.CharField(required=False)

    def __init__(self, data: QueryDict | None = None, *, is_sent: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        self.is_sent = is_sent

    @property
    def needs_title(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        """A post that is sent must be complete; a draft need not be."""
        content = {"kind": "", "title": "", "text": "", **self.cleaned_data}
        if self.is_sent:
            for finding in findings_on_post(content["kind"], Post.Kind.values, content["title"], content["text"]):
                if finding.field not in self.errors and (finding.field != "title" or self.needs_title):
                    self.add_error(finding.field, gettext(finding.message))
            if self.data.get("whom") == "some" and not ids_of(self.data, "audience"):
                self.add_error("whom", gettext("Choose the groups you write to, or the whole school."))
        return self.cleaned_data

    def clean_reactions_open(self) -> bool:
        """A script that says nothing about reactions leaves them open; in the form an empty box says no."""
        if "form" in self.data or "reactions_open" in self.data:
            return bool(self.cleaned_data["reactions_open"])
        return True

    def content(self, before: Post | None = None) -> Content:
        """What was written; where a field cannot be kept, what stood there before."""
        stood = before or Post(kind=Post.Kind.DAY)
        given = self.cleaned_data
        return Content(
            kind=given.get("kind") or stood.kind,
            title=given.get("title", stood.title),
            text=given.get("text", stood.text),
            reactions_open=given.get("reactions_open", stood.reactions_open),
        )

    def problems(self) -> list[tuple[str, str]]:
        """Field and words of each error, in the order of the form, for the summary."""
        return [(name, str(errors[0])) for name in self.fields if (errors := self.errors.get(name))]


def key_of(data: QueryDict, name: str = "key") -> UUID:
    """The key in a field; a new one, which nothing has yet, when there is none or none that can be read."""
    return _key(data.get(name, ""))


def keys_of(data: QueryDict, name: str) -> list[UUID] | None:
    """The same of a field that may be there several times; None when it is not there at all."""
    return [_key(text) for text in data.getlist(name)] if name in data else None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def number_of(data: QueryDict, name: str) -> int | None:
    """The number in a field; None when there is none. One longer than any id is cut short, and finds nothing."""
    digits = data.get(name, "")
    return int(digits[:20]) if digits.isdecimal() else None


def ids_of(data: Any, name: str) -> list[int]:
    """The numbers in a field that may be there several times."""
    return [int(value[:18]) for value in data.getlist(name) if value.isdecimal()]


def audience_of(data: QueryDict) -> list[int]:
    """The classes that a council writes to; none is everybody. The ticks count only where some were asked for."""
    return [] if data.get("whom") == "all" else ids_of(data, "audience")


def alts_of(data: QueryDict) -> Alts:
    """The descriptions of photos, by key."""
    return {name[4:]: one_line(str(value))[:ALT_MAX] for name, value in data.items() if name.startswith("alt_")}


def sheet_of(request: HttpRequest, form: PostForm, before: Post | None, **sending: Any) -> Sheet:
    """All of a composer's form; it counts as sent only when it is complete. An empty file field sends no file.
    ``sending`` is how it should go out."""

    def uploads(field: str) -> list["UploadedFile[Any]"]:
        return [upload for upload in request.FILES.getlist(field) if upload.name]

    return Sheet(
        form.content(before),
        photos=uploads("photos"),
        files=uploads("files"),
        alts=alts_of(request.POST),
        order=[key for key in request.POST.get("order", "").split(",") if key],
        is_sent=form.is_sent and form.is_valid(),
        audience=audience_of(request.POST),
        recognisable=request.POST.get("recognisable", ""),
        no_swimwear=request.POST.get("no_swimwear") == "on",
        seen=request.POST.get("consenting", ""),
        **sending,
    )
