"""The groups that all of a school share, anew in each school year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.models import SchoolGroup

# Kind, name, sign, place among the groups.
SHARED: tuple[tuple[str, Any, Any, int], ...] = (
    (SchoolGroup.Kind.WHOLE_SCHOOL, _("Whole school"), _("WS"), 0),
    (SchoolGroup.Kind.STAFF, _("Team"), _("T"), 99),
)
