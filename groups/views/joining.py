"""Asking to join a group, and one's own requests (B3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from groups.actions import TooManyRequestsError, ask_to_join, take_back_request
from groups.forms import JoinForm
from groups.models import JoinRequest
from groups.permissions import get_own_request_or_404

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def request_create(request: SignedInRequest) -> HttpResponse:
    """Ask to join, and see how one's own requests stand. Of a group its name is shown, and nothing else."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        messages.success(request, _("Your request has been sent. You get a mail when there is an answer."))
        return redirect("groups:request-create")
    mine = JoinRequest.objects.filter(asker=request.user).exclude(state=JoinRequest.State.TAKEN_BACK)
    shown = mine.select_related("school_group").order_by("-asked_at", "-pk")[:SHOWN]
    context = {"here": "groups", "form": form, "requests": shown}
    return render(request, "groups/request_create.html", context, status=422 if form.errors else 200)


def _asked(request: SignedInRequest, form: JoinForm) -> bool:
    data = form.cleaned_data
    try:
        ask_to_join(data["school_group"], by=request.user, child_name=form.child_name, relation=data["relation"])
    except TooManyRequestsError:
        form.add_error(None, _("Five of your requests wait for an answer. Take one back, or wait."))
        return False
    return True


@require_POST
def request_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a request of one's own."""
    if take_back_request(get_own_request_or_404(request.user, pk), by=request.user):
        messages.success(request, _("Your request is gone."))
    return redirect("groups:request-create")
