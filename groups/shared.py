"""The groups that all of a school share, anew in each school year."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.models import SchoolGroup


@dataclass(frozen=True)
class Shared:
    """One of them; ``name`` and ``sign`` are translated when the group is made."""

    kind: str
    council: str
    name: Any
    sign: Any
    accent: str
    position: int


SHARED = (
    Shared(SchoolGroup.Kind.WHOLE_SCHOOL, "", _("Whole school"), _("WS"), "school", 0),
    Shared(SchoolGroup.Kind.COUNCIL, SchoolGroup.Council.MR, _("Participation council"), "MR", "mr", 97),
    Shared(SchoolGroup.Kind.COUNCIL, SchoolGroup.Council.OR, _("Parents' council"), "OR", "or", 98),
    Shared(SchoolGroup.Kind.STAFF, "", _("Team"), _("T"), "school", 99),
)
