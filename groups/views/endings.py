"""Putting right an account that was closed, or a death that was recorded, by mistake: the head (B8)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from groups.actions import give_back
from groups.people import endings_of, roles_given_back
from groups.permissions import get_ending_or_404, get_school_or_404
from groups.roles import DECIDE


@require_safe
def ending_list(request: SignedInRequest) -> HttpResponse:
    """What can be put right, the latest first. Nobody comes past here by chance: it names who died."""
    endings = endings_of(get_school_or_404(request.user, DECIDE))
    return render(request, "groups/ending_list.html", {"here": "manage", "endings": endings})


@require_http_methods(["GET", "HEAD", "POST"])
def ending_give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what comes back, then give it back."""
    ending = get_ending_or_404(get_school_or_404(request.user, DECIDE), pk)
    ask_who_it_is(request)
    if request.method == "POST":
        give_back(ending, by=request.user)
        if ending.user is None:
            messages.success(request, _("%(name)s stands in all lists again.") % {"name": ending.pupil})
            return redirect("groups:pupil-detail", ending.pupil_id)
        messages.success(request, _("The account of %(name)s is open again.") % {"name": ending.user.full_name})
        return redirect("groups:person-detail", ending.user_id)
    context = {"here": "manage", "ending": ending, "roles": roles_given_back(ending)}
    return render(request, "groups/ending_give_back.html", context)
