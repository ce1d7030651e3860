"""The agreements about removal: set by the head, read by the ICT contact too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE
from moderation.actions import change_moderation
from moderation.forms.policy import ModerationPolicyForm
from moderation.models import policy_of
from protocol.clauses import clause


@clause("D12", "F5", "F6")
@require_safe
def policy(request: SignedInRequest) -> HttpResponse:
    """Who may, who hears what, and how long it is kept: for the head, and for the ICT contact to read."""
    school = get_school_or_404(request.user, PEOPLE)
    return _show(request, ModerationPolicyForm(school=school, policy=policy_of(school)))


@clause("D12", "F5", "F6")
@require_POST
def policy_save(request: SignedInRequest) -> HttpResponse:
    """The head sets it; what was filled in stays when something of it cannot be."""
    school = get_school_or_404(request.user, DECIDE)
    form = ModerationPolicyForm(request.POST, school=school, policy=policy_of(school))
    if not form.is_valid():
        return _show(request, form)
    change_moderation(school, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("groups:school-manage")


def _show(request: SignedInRequest, form: ModerationPolicyForm) -> HttpResponse:
    context = {"here": "manage", "form": form}
    return render(request, "moderation/policy.html", context, status=422 if form.errors else 200)
