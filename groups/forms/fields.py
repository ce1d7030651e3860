"""Fields that more than one form of groups has."""

import unicodedata
from typing import Any

from django import forms


def one_line(text: str) -> str:
    """What somebody typed, on one line; what cannot be seen is taken out."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


class NameField(forms.CharField):
    """A name on one line; what cannot be seen is taken out, so that a name of nothing else is none."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")
