"""Whether what somebody sends asks for a second look first: something confidential about a pupil (D8)."""

from django.http import HttpRequest

from groups.models import SchoolGroup
from messaging.recognition import pupils_of
from messaging.rules import mind_the_confidential
from protocol.clauses import clause
from protocol.finding import Finding

# The button under the question: "place it all the same". Every form that asks has it.
SURE = "confidential"


@clause("D8")
def to_think_over(request: HttpRequest, school_group: SchoolGroup, *texts: str) -> tuple[Finding, ...]:
    """What is confidential in these words for a group, as long as their writer did not say that they may go. One query
    where somebody writes."""
    if SURE in request.POST:
        return ()
    return mind_the_confidential({pupil.first_name for pupil in pupils_of(school_group)}, *texts)
