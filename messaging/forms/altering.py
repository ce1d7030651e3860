"""What is cut off a photo, or covered on it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.pictures import Box

# Of a hundred parts of a side at least this many must stay.
STAYS = 10
COLUMNS, ROWS_MOST = 12, 24


class CropForm(forms.Form):
    """How much goes off each side, in parts of a hundred."""

    left = forms.IntegerField(label=_("Off the left"), min_value=0, max_value=100 - STAYS, required=False)
    right = forms.IntegerField(label=_("Off the right"), min_value=0, max_value=100 - STAYS, required=False)
    top = forms.IntegerField(label=_("Off the top"), min_value=0, max_value=100 - STAYS, required=False)
    bottom = forms.IntegerField(label=_("Off the bottom"), min_value=0, max_value=100 - STAYS, required=False)

    def clean(self) -> dict[str, Any]:
        """Something goes, and something stays."""
        off = {name: self.cleaned_data.get(name) or 0 for name in self.fields}
        if not any(off.values()):
            raise forms.ValidationError(gettext("Choose first what goes off."))
        if max(off["left"] + off["right"], off["top"] + off["bottom"]) > 100 - STAYS:
            raise forms.ValidationError(gettext("Too little would stay. Let less go off."))
        return off

    @property
    def off(self) -> dict[str, int]:
        """What the form holds, also when it cannot be so: for who looks at it first."""
        given = {name: str(self[name].value() or "") for name in self.fields}
        return {name: min(int(value[:3]), 100 - STAYS) if value.isdecimal() else 0 for name, value in given.items()}

    @property
    def sides(self) -> list[tuple[str, Any, int]]:
        """Name, label and value of each side, for the page."""
        return [(name, self.fields[name].label, value) for name, value in self.off.items()]

    @property
    def shade(self) -> str:
        """What goes off, as the path of a shade over a picture of 100 by 100."""
        off = self.off
        left, top, right, bottom = off["left"], off["top"], 100 - off["right"], 100 - off["bottom"]
        return f"M0 0H100V100H0ZM{left} {top}V{bottom}H{right}V{top}Z"

    def box(self) -> Box:
        off = self.cleaned_data
        return off["left"] / 100, off["top"] / 100, 1 - off["right"] / 100, 1 - off["bottom"] / 100


def rows_of(width: int, height: int) -> int:
    """How many rows of cells lie over a picture of this size: about as high as they are wide."""
    return max(3, min(ROWS_MOST, round(COLUMNS * height / max(width, 1))))


def boxes_of(cells: Collection[int], rows: int) -> list[Box]:
    """The parts of the picture under these cells, numbered from the left top along the rows."""
    known = sorted({cell for cell in cells if 0 <= cell < rows * COLUMNS})
    return [
        (column / COLUMNS, row / rows, (column + 1) / COLUMNS, (row + 1) / rows)
        for row, column in (divmod(cell, COLUMNS) for cell in known)
    ]
