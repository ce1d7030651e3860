"""Forms of joining: asking, handing over, refusing, deciding (B3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.fields import NameField
from groups.models import Guardianship, JoinRequest, Pupil, SchoolGroup
from groups.roles import CLASSES
from protocol import clock

ADMIT, LINK, REFUSE = "admit", "link", "refuse"
_RELATION = [("", gettext_lazy("Choose the relation")), *Guardianship.Relation.choices]


class JoinForm(forms.Form):
    """Which class, which child, and what the asker is to the child. Names of this year's classes, and nothing else."""

    school_group = forms.ModelChoiceField(
        SchoolGroup.objects.none(),
        empty_label=gettext_lazy("Choose a group"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose the group of your child.")),
    )
    first_name = NameField(
        max_length=80,
        error_messages={
            "required": gettext_lazy("Fill in your child's first name."),
            "max_length": gettext_lazy("Use at most 80 characters."),
        },
    )
    last_name = NameField(
        max_length=118,
        error_messages={
            "required": gettext_lazy("Fill in your child's last name."),
            "max_length": gettext_lazy("Use at most 118 characters."),
        },
    )
    relation = forms.ChoiceField(
        choices=_RELATION,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose what you are to the child.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["school_group"]
        assert isinstance(groups, forms.ModelChoiceField)
        of_this_year = SchoolGroup.objects.of_year(clock.today()).filter(kind__in=CLASSES)
        groups.queryset = of_this_year.select_related("school").order_by("position", "name")

    @property
    def child_name(self) -> str:
        return f"{self.cleaned_data['first_name']} {self.cleaned_data['last_name']}"


class HandOverForm(forms.Form):
    """Why the head should decide: a choice, never a text."""

    concern = forms.ChoiceField(
        choices=JoinRequest.Concern,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose what is difficult.")),
    )


class RefuseForm(forms.Form):
    """Why somebody is not let in: a choice, which the asker reads."""

    reason = forms.ChoiceField(
        choices=JoinRequest.Reason,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose why.")),
    )


class DecideForm(forms.Form):
    """What the head decides: let in with authority, keep as a link without, or neither (B2, B3)."""

    answer = forms.ChoiceField(
        choices=[(ADMIT, ""), (LINK, ""), (REFUSE, "")],
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose what you decide.")),
    )
    pupil = forms.ModelChoiceField(
        Pupil.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a child"),
        error_messages={"invalid_choice": gettext_lazy("This child is not in the group. Choose another.")},
    )
    relation = forms.ChoiceField(
        choices=_RELATION,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose how this person is related to the child.")},
    )
    reason = forms.ChoiceField(
        choices=[("", gettext_lazy("Choose why")), *JoinRequest.Reason.choices],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose why.")},
    )

    def __init__(self, *args: Any, school_group: SchoolGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pupils = self.fields["pupil"]
        assert isinstance(pupils, forms.ModelChoiceField)
        enrolled = school_group.enrolments.valid_on(clock.today())
        pupils.queryset = Pupil.objects.filter(enrolments__in=enrolled).distinct()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer = data.get("answer")
        if answer == REFUSE and "reason" not in self.errors and not data.get("reason"):
            self.add_error("reason", _("Choose why."))
        if answer in {ADMIT, LINK}:
            if "pupil" not in self.errors and not data.get("pupil"):
                self.add_error("pupil", _("Choose for which child."))
            if "relation" not in self.errors and not data.get("relation"):
                self.add_error("relation", _("Choose how this person is related to the child."))
        if answer == ADMIT and data.get("relation") == Guardianship.Relation.CARER:
            self.add_error("relation", _("A carer has no parental authority. Choose mother, father or guardian."))
        return data
