"""The head says which week needs no news, and takes it back (D10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.calendar import monday_of
from groups.models import School
from groups.permissions import get_school_or_404
from groups.roles import DECIDE
from messaging.actions import excuse_week, take_back_excuse
from messaging.forms.post import number_of
from messaging.forms.week import WeekExcuseForm
from messaging.permissions import get_excused_week_or_404
from messaging.weeks import excused_weeks
from protocol import clock
from protocol.clauses import clause


@clause("D10")
@require_http_methods(["GET", "HEAD", "POST"])
def week_excuse(request: SignedInRequest) -> HttpResponse:
    """The weeks that need no news. POST: one more; with ``take_back``, the number of one that counts again."""
    school = get_school_or_404(request.user, DECIDE)
    if "take_back" in request.POST:
        return _take_back(request, school)
    form = WeekExcuseForm(
        request.POST if request.method == "POST" else None, school=school, initial=_asked_for(request)
    )
    if request.method == "POST" and form.is_valid():
        if excuse_week(school, by=request.user, **form.cleaned_data):
            messages.success(request, _("This week needs no news."))
            return redirect("messaging:week-excuse")
        form.add_error("week", _("This week needed no news already."))
    context = {"here": "desk", "school": school, "form": form, "excused": excused_weeks(school)}
    return render(request, "messaging/week_excuse.html", context, status=422 if request.method == "POST" else 200)


def _asked_for(request: SignedInRequest) -> dict[str, str]:
    """What a link from the heat map names: a group and a week."""
    this = monday_of(clock.today()).isoformat()
    return {"school_group": request.GET.get("group", ""), "week": request.GET.get("week", this)}


def _take_back(request: SignedInRequest, school: School) -> HttpResponse:
    excused = get_excused_week_or_404(school, number_of(request.POST, "take_back"))
    if take_back_excuse(excused, by=request.user):
        messages.success(request, _("This week counts again."))
    return redirect("messaging:week-excuse")
