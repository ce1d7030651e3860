"""Whether what somebody sends asks for a second look first: something confidential about a pupil (D8), or, in a
reaction, the name of one (B7)."""

from django.http import HttpRequest

from groups.models import SchoolGroup
from groups.roles import CLASSES
from messaging.recognition import pupils_of
from messaging.rules import mind_one_child, mind_the_confidential
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


@clause("B7", "D8")
def to_think_over_here(request: HttpRequest, school_group: SchoolGroup, text: str) -> tuple[Finding, ...]:
    """The same of a reaction, and else whether it names a pupil of its class: one question, not two. Who writes as
    staff was asked already whether it is about one child."""
    found = to_think_over(request, school_group, text)
    if found or SURE in request.POST or "sure" in request.POST or school_group.kind not in CLASSES:
        return found
    named = mind_one_child({pupil.first_name for pupil in pupils_of(school_group)}, text)
    return () if named is None else (named,)
