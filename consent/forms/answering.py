"""The form a guardian fills in: for all own children, nothing filled in beforehand but what one answered oneself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.asking import Child, Question
from consent.models import Decision
from groups.forms.fields import NameField
from groups.models import Pupil
from protocol.clauses import clause

NAME_MAX: int = Decision._meta.get_field("signed_name").max_length  # type: ignore[assignment]
YES, NO = "yes", "no"
NO_NAME = gettext_lazy("Type your first name and last name.")


def answer_name(pupil: Pupil, code: str) -> str:
    """The field of one answer."""
    return f"c_{pupil.pk}_{code}"


def own_no_name(pupil: Pupil) -> str:
    """The field in which a parent says what the child itself wants."""
    return f"self_{pupil.pk}"


@dataclass(frozen=True)
class Row:
    """A question for one child as it stands on the screen."""

    question: Question
    name: str
    value: str
    is_missing: bool


@dataclass(frozen=True)
class Part:
    """All questions for one child; ``copied_from``: the child above, of which the same answers can be taken over."""

    child: Child
    rows: list[Row]
    own_no: str
    says_no: bool
    copied_from: Child | None

    @property
    def missing(self) -> list[Row]:
        """What was left open of a child that was begun."""
        return [row for row in self.rows if row.is_missing]

    @property
    def copy(self) -> str:
        return f"{self.copied_from.pupil.pk}_{self.child.pupil.pk}" if self.copied_from else ""


@clause("B9")
class AnswerForm(forms.Form):
    """A child is answered for wholly or not at all; an answer that is missing is asked for, never filled in."""

    name = NameField(
        max_length=NAME_MAX,
        error_messages={
            "required": NO_NAME,
            "max_length": gettext_lazy("That name is too long. Make it %(limit_value)d characters or fewer."),
        },
    )

    def __init__(self, children: list[Child], data: Mapping[str, str] | None = None, *, is_sent: bool = False) -> None:
        """``data`` without ``is_sent``: what was filled in so far stands there, and nothing is said of it."""
        super().__init__(data if is_sent else None, initial={"name": (data or {}).get("name", "")})
        self.children = children
        self._filled = data
        self._missing: set[str] = set()

    def parts(self) -> Iterator[Part]:
        """Child by child, for the screen."""
        above = None
        for child in self.children:
            rows = [self._row(child, question) for question in child.questions]
            own_no = own_no_name(child.pupil)
            yield Part(child, rows, own_no, bool(self._filled and self._filled.get(own_no)), above)
            above = above or child

    def _row(self, child: Child, question: Question) -> Row:
        name = answer_name(child.pupil, question.purpose.code)
        return Row(question, name, self._value(name, question), name in self._missing)

    def _value(self, name: str, question: Question) -> str:
        value = question.given if self._filled is None else self._filled.get(name, "")
        return value if value in (YES, NO) else ""

    def clean_name(self) -> str:
        """Something that can be read as a name."""
        name: str = self.cleaned_data["name"]
        if sum(letter.isalpha() for letter in name) < 2:
            raise forms.ValidationError(NO_NAME)
        return name

    def clean(self) -> dict[str, object]:
        """Which answers there are; what is missing of a child that was begun."""
        given: dict[tuple[int, str], bool] = {}
        for part in self.parts():
            filled = {row.question.purpose.code: row.value == YES for row in part.rows if row.value}
            if filled and len(filled) < len(part.rows):
                self._missing |= {row.name for row in part.rows if not row.value}
            given |= {(part.child.pupil.pk, code): is_yes for code, is_yes in filled.items()}
        if self._missing:
            raise forms.ValidationError(_("Some questions are still open. Choose yes or no there."))
        if not given and not self.objecting:
            raise forms.ValidationError(_("Choose yes or no at each question first."))
        return {**self.cleaned_data, "answers": given}

    @property
    def objecting(self) -> list[Pupil]:
        """The children who do not want it themselves."""
        return [part.child.pupil for part in self.parts() if part.says_no and not part.child.objects]

    @property
    def left_open(self) -> list[Child]:
        """The children for whom nothing was chosen at all."""
        return [part.child for part in self.parts() if not any(row.value for row in part.rows)]


def with_copied(data: Mapping[str, str], children: list[Child]) -> dict[str, str]:
    """What was filled in, with the answers for one child taken over for another: what the button ``copy`` asks."""
    filled = dict(data.items())
    pair = filled.pop("copy", "").split("_")
    by_pk = {str(child.pupil.pk): child for child in children}
    if len(pair) == 2 and all(pk in by_pk for pk in pair):
        source, target = by_pk[pair[0]], by_pk[pair[1]]
        for question in target.questions:
            answer = filled.get(answer_name(source.pupil, question.purpose.code), "")
            if answer:
                filled[answer_name(target.pupil, question.purpose.code)] = answer
    return filled
