"""Whether a message asks for a second look first (D8): some things are better said than written."""

from django.http import HttpRequest

from groups.models import Pupil, SchoolGroup
from messaging.confidential import SURE, to_think_over
from messaging.rules import mind_the_confidential
from protocol.clauses import clause
from protocol.finding import Finding


@clause("D8")
def asked_first(
    request: HttpRequest, pupil: Pupil, school_group: SchoolGroup | None, *texts: str
) -> tuple[Finding, ...]:
    """What is confidential in these words, about this child or another one of the group, as long as their writer did
    not say that they may go. At most one query."""
    if school_group is not None:
        return to_think_over(request, school_group, *texts)
    return () if SURE in request.POST else mind_the_confidential({pupil.first_name}, *texts)
