"""The agreements about photos and names: the head sets them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from consent.actions import change_consent_policy, photos_that_go
from consent.forms import ConsentPolicyForm
from consent.models.policy import policy_of
from consent.views.sure import has_seen
from groups.permissions import get_school_or_404
from groups.roles import DECIDE


@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request: SignedInRequest) -> HttpResponse:
    """How long a yes holds and what becomes of photos; says first how many photos a change takes away."""
    school = get_school_or_404(request.user, DECIDE)
    form = ConsentPolicyForm(request.POST if request.method == "POST" else None, policy=policy_of(school.pk))
    gone = 0
    if form.is_valid():
        settings = form.settings()
        gone = photos_that_go(school, lambda: change_consent_policy(school, by=request.user, **settings))
        if has_seen(request, gone):
            change_consent_policy(school, by=request.user, **settings)
            messages.success(request, _("Saved."))
            return redirect("consent:consent-manage")
    context = {"here": "manage", "form": form, "gone": gone}
    return render(request, "consent/policy_edit.html", context, status=422 if form.errors or gone else 200)
