"""The head's desk: what waits, what was asked, and how often each group was written to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from consent.conflicts import conflicts_in
from groups.models import SendingStop, policy_of
from groups.permissions import get_school_or_404
from groups.roles import DECIDE
from messaging import desk as facts
from protocol.clauses import clause


@clause("B2", "B5", "D10")
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """For who decides in the school. A fixed number of queries."""
    school = get_school_or_404(request.user, DECIDE)
    policy = policy_of(school)
    approvals = list(facts.approvals_for(request.user))
    exemptions = list(facts.exemptions_for(request.user))
    handed_over = list(facts.handed_over(school))
    conflicts = conflicts_in(school)
    reading.note_pupils(request, [conflict.pupil.pk for conflict in conflicts])
    context = {
        "here": "desk",
        "school": school,
        "policy": policy,
        "stop_on": SendingStop.objects.standing_in(school),
        "approvals": approvals,
        "exemptions": exemptions,
        "requests": handed_over,
        "conflicts": conflicts,
        "informed": list(facts.informed(school)),
        "taken": facts.taken_this_month(school, policy),
        "heat": facts.heat_map(school),
        "desk_count": len(approvals) + len(exemptions) + len(handed_over) + len(conflicts) or "",
    }
    return render(request, "messaging/desk.html", context)
