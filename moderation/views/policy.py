"""The agreements about removal: set by the head, read by the ICT contact too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE
from moderation.actions import change_moderation
from moderation.forms.policy import ModerationPolicyForm
from moderation.models import policy_of
from protocol.clauses import clause


@clause("D12", "F5", "F6")
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: SignedInRequest) -> HttpResponse:
    """Who may, who hears what, and how long it is kept."""
    is_sent = request.method == "POST"
    school = get_school_or_404(request.user, DECIDE if is_sent else PEOPLE)
    form = ModerationPolicyForm(request.POST if is_sent else None, school=school, policy=policy_of(school))
    if form.is_valid():
        change_moderation(school, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("groups:school-manage")
    context = {"here": "manage", "form": form, "school": school}
    return render(request, "moderation/policy.html", context, status=422 if form.errors else 200)
