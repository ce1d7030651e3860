"""Forms of imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from groups.imports import FILE_MAX


class ImportForm(forms.Form):
    """The file of the administration, the list of parents, or both."""

    edexml = forms.FileField(required=False, allow_empty_file=True)
    guardians = forms.FileField(required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("edexml", "guardians"):
            if data.get(name) and data[name].size > FILE_MAX:
                self.add_error(name, _("This file is too large. It can be at most 25 MB."))
        if not self.errors and not data.get("edexml") and not data.get("guardians"):
            self.add_error("edexml", _("Choose a file first."))
        return data

    def contents(self, name: str) -> bytes | None:
        """What was uploaded under this name, or nothing."""
        upload = self.cleaned_data.get(name)
        return upload.read() if upload else None


class ApproveForm(forms.Form):
    """Which report was seen, and whether it is right that many pupils end."""

    digest = forms.RegexField("^[0-9a-f]{64}$")
    ends_many = forms.BooleanField(required=False)
