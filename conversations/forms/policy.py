"""The agreements about conversations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models import ConversationPolicy
from conversations.rules import URGENT_MAX
from groups.forms.fields import CHOOSE_ONE
from groups.models import School
from messaging.forms.post import LineField


class ConversationPolicyForm(forms.Form):
    """The fields of ConversationPolicy, and whether mails show titles."""

    care_takes_part = forms.BooleanField(required=False)
    shows_read = forms.BooleanField(required=False)
    answers_by_itself = forms.BooleanField(required=False)
    answer_days = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(1, 11)], coerce=int, error_messages=CHOOSE_ONE
    )
    when_urgent = LineField(
        required=False,
        max_length=URGENT_MAX,
        error_messages={"max_length": _("Your text has %(show_value)d characters. Make it %(limit_value)d or fewer.")},
    )
    mails_show_titles = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, school: School, policy: ConversationPolicy) -> None:
        now = {name: getattr(policy, name) for name in self.base_fields if name != "mails_show_titles"}
        super().__init__(data, initial=now | {"mails_show_titles": school.mails_show_titles})
