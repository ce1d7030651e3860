"""Forms of cases: opening one, what one thinks, a step, taking it back, keeping it, taking it along (F5, F7)."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from groups.models import Membership, School, SchoolGroup
from messaging.rules import one_line, printable
from moderation.case_permissions import groups_to_open_in, sees_whole_school
from moderation.models import CaseStep, Item
from moderation.models.case import LINE_MAX, NOTE_MAX, TOLD_MAX
from moderation.rules.cases import Step, Wish

REASON_MAX = 250


class Line(forms.CharField):
    """One line of text, without what cannot be printed."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Text(forms.CharField):
    """Text with lines, without what cannot be printed."""

    def to_python(self, value: Any) -> str:
        return printable(super().to_python(value) or "").strip()


def _said(required: Any, at_most: int) -> dict[str, Any]:
    return {
        "required": required,
        "max_length": gettext_lazy("Use at most %(max)d characters.") % {"max": at_most},
    }


class CaseForm(forms.Form):
    """What it is about, about whom (by name or sign-in name; may be open), and in which class."""

    title = Line(max_length=120, error_messages=_said(gettext_lazy("Say in a few words what it is about."), 120))
    about = Line(max_length=160, required=False, error_messages=_said("", 160))
    school_group = forms.ModelChoiceField(
        SchoolGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("No group: the whole school"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of your groups.")},
    )

    def __init__(self, *args: Any, user: User, school: School, item: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.school, self.item = user, school, item
        groups = self.fields["school_group"]
        assert isinstance(groups, forms.ModelChoiceField)
        groups.queryset = groups_to_open_in(user).order_by("-starts_on", "position", "name")
        groups.required = item is None and not sees_whole_school(user, school)
        groups.error_messages["required"] = _("Choose one of your groups.")

    def clean_about(self) -> User | None:
        """Whom it is about: of what was reported, who made it."""
        if self.item is not None:
            author: User = self.item.author
            return author
        name = self.cleaned_data["about"]
        if not name:
            return None
        found = list(self._people().filter(Q(sign_in_name__iexact=name) | Q(whole__iexact=name))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Nobody here is called so. Check the name.")
                if not found
                else _("Several people are called so. Fill in the sign-in name.")
            )
        if found[0] == self.user:
            raise forms.ValidationError(_("You cannot open a case about yourself."))
        return found[0]

    def _people(self) -> QuerySet[User]:
        """Who belongs to the school today; for a teacher, to the own groups."""
        members = Membership.objects.in_force().filter(role__school=self.school)
        if not sees_whole_school(self.user, self.school):
            members = members.filter(role__school_group__in=groups_to_open_in(self.user))
        named = User.objects.annotate(whole=Concat("first_name", Value(" "), "last_name"))
        return named.filter(pk__in=members.values("user"))


class ConsultationForm(forms.Form):
    """What one thinks should happen."""

    text = Text(max_length=NOTE_MAX, error_messages=_said(gettext_lazy("Say what you think should happen."), NOTE_MAX))


class StepForm(forms.Form):
    """A step with its note; a measure with its last day and what the person concerned reads."""

    kind = forms.ChoiceField(
        choices=[], error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose a step."))
    )
    note = Text(
        max_length=NOTE_MAX, error_messages=_said(gettext_lazy("Write down what was said or decided."), NOTE_MAX)
    )
    told = Text(max_length=TOLD_MAX, required=False, error_messages=_said("", TOLD_MAX))
    until = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Fill in a day, such as 24-11-2026.")}
    )
    alone_because = Line(max_length=REASON_MAX, required=False, error_messages=_said("", REASON_MAX))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(CaseStep.Kind.choices)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(str(step), labels[step.value]) for step in steps]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(Step(said["kind"]), said["until"], said["told"], said["alone_because"])


class ReasonForm(forms.Form):
    """Why: a step is taken back, a case is kept, or taken along."""

    reason = Line(max_length=REASON_MAX, error_messages=_said(gettext_lazy("Say why."), REASON_MAX))


class ExportForm(ReasonForm):
    """What for, and in which form."""

    form = forms.ChoiceField(
        choices=[
            ("pdf", gettext_lazy("One PDF: to read and to print")),
            ("zip", gettext_lazy("ZIP: the PDF with all proof")),
        ],
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose PDF or ZIP.")),
    )


class HeadLineForm(forms.Form):
    """A line to the head."""

    text = Text(max_length=LINE_MAX, error_messages=_said(gettext_lazy("Write what you want to say."), LINE_MAX))
