"""The brake: one switch for the head."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.actions import resume_sending, stop_sending
from groups.forms import StopForm
from groups.models import SendingStop
from groups.permissions import get_school_or_404
from groups.roles import DECIDE


@require_http_methods(["GET", "HEAD", "POST"])
def sending_stop(request: SignedInRequest) -> HttpResponse:
    """Stop all sending by parents or by everybody, or let it go on."""
    school = get_school_or_404(request.user, DECIDE)
    stop = SendingStop.objects.standing_in(school)
    form = StopForm(request.POST if request.method == "POST" and "resume" not in request.POST else None)
    if "resume" in request.POST:
        if resume_sending(school, by=request.user):
            messages.success(request, _("Everybody can write again."))
        return redirect("groups:sending-stop")
    if form.is_valid():
        stop_sending(school, form.cleaned_data["whom"], form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Sending is stopped. Reading goes on."))
        return redirect("groups:sending-stop")
    context = {"here": "manage", "stop": stop, "form": form, "school": school}
    return render(request, "groups/sending_stop.html", context, status=422 if form.errors else 200)
