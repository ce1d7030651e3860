"""What people fill in about being told."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.devices import Subscription
from notifications.push_services import is_known
from notifications.topics import CHOSEN, How

NO_TIME = _("Write the hour like this: 21:30.")


class TellingForm(forms.Form):
    """Of each topic how a mail comes and whether a device tells; the quiet hours; the hour of the mail of the day."""

    quiet_from = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    quiet_until = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    together_at = forms.TimeField(error_messages={"invalid": NO_TIME, "required": NO_TIME})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for topic in CHOSEN:
            self.fields[f"{topic}_mail"] = forms.ChoiceField(
                choices=How.choices,
                error_messages={
                    "required": _("Choose how you want it."),
                    "invalid_choice": _("Choose how you want it."),
                },
            )
            self.fields[f"{topic}_push"] = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        if (begins is None) != (ends is None) and not {"quiet_from", "quiet_until"} & self.errors.keys():
            self.add_error("quiet_until" if ends is None else "quiet_from", _("Fill in both hours, or none."))
        return data

    @property
    def topics(self) -> list[tuple[str, Any, Any]]:
        """For the page: the name of each topic, and its two fields."""
        return [(str(topic.label), self[f"{topic}_mail"], self[f"{topic}_push"]) for topic in CHOSEN]


class SubscriptionForm(forms.Form):
    """What a browser tells of itself when it was let in; ``known`` is the address it had before."""

    endpoint = forms.CharField(max_length=500)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
    known = forms.CharField(max_length=500, required=False)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not is_known(endpoint):
            raise forms.ValidationError("not a push service the school sends to")
        return endpoint

    def clean_p256dh(self) -> str:
        raw = _bytes(self.cleaned_data["p256dh"])
        if len(raw) != 65 or raw[0] != 4:  # a point on P-256, written out in full
            raise forms.ValidationError("not a key")
        return str(self.cleaned_data["p256dh"])

    def clean_auth(self) -> str:
        if len(_bytes(self.cleaned_data["auth"])) != 16:
            raise forms.ValidationError("not a secret")
        return str(self.cleaned_data["auth"])

    @property
    def told(self) -> Subscription:
        return Subscription(*(self.cleaned_data[name] for name in ("endpoint", "p256dh", "auth")))


def _bytes(text: str) -> bytes:
    """Base64url without padding; nothing for what is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
