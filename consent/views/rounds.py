"""The school's page of consent: the round, how far it is, and the way to everything else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from consent.actions import drop_round, open_round, plan_round, year_asked
from consent.forms import NOW, RoundForm
from consent.models import Round
from consent.models.policy import policy_of
from consent.progress import progress_of
from consent.rules import consent_year
from groups.models import School
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE
from protocol import clock


@require_safe
def consent_manage(request: SignedInRequest) -> HttpResponse:
    """The round and how far it is, per class. A fixed number of queries."""
    school = get_school_or_404(request.user, PEOPLE)
    year, policy = year_asked(school), policy_of(school.pk)
    lines = progress_of(school, year)
    rounds = list(Round.objects.filter(school=school, year__gte=consent_year(clock.today(), policy.lapses)))
    context = {
        "here": "manage",
        "school": school,
        "policy": policy,
        "year": year,
        "lines": lines,
        "answered": sum(line.answered for line in lines),
        "pupils": sum(line.pupils for line in lines),
        "open_round": next((row for row in rounds if row.opened_at), None),
        "planned": [row for row in rounds if not row.opened_at],
    }
    return render(request, "consent/consent_manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: SignedInRequest) -> HttpResponse:
    """Ask all parents, now or from a day on; a day that was set can be taken away (``drop=2027``)."""
    school = get_school_or_404(request.user, DECIDE)
    rounds = {row.year: row for row in Round.objects.filter(school=school)}
    planned = {year: row for year, row in rounds.items() if not row.opened_at}
    dropped = planned.get(_number(request.POST.get("drop", "")))
    if dropped is not None:
        drop_round(dropped, by=request.user)
        messages.success(request, _("The day is taken away. Nobody is asked."))
        return redirect("consent:consent-manage")
    lapses = policy_of(school.pk).lapses
    now = consent_year(clock.today(), lapses)
    years = [year for year in (now, now + 1) if year not in rounds or year in planned]
    initial = {"year": years[0] if years else None, "when": NOW}
    form = RoundForm(request.POST if request.method == "POST" else None, years=years, lapses=lapses, initial=initial)
    if form.is_valid():
        _ask(request, school, form)
        return redirect("consent:consent-manage")
    context = {"here": "manage", "form": form, "years": years, "planned": planned.values(), "school": school}
    return render(request, "consent/round_open.html", context, status=422 if form.errors else 200)


def _number(text: str) -> int:
    return int(text[:4]) if text.isascii() and text.isdigit() else 0


def _ask(request: SignedInRequest, school: School, form: RoundForm) -> None:
    year, day = form.cleaned_data["year"], form.cleaned_data["opens_on"]
    if form.cleaned_data["when"] == NOW:
        is_done = open_round(school, year, by=request.user)
        said = _("All parents are asked now. They get a mail, and see it in the portal.")
    else:
        is_done = plan_round(school, year, day, by=request.user)
        said = _("All parents are asked on that day.")
    if is_done:
        messages.success(request, said)
    else:
        messages.info(request, _("Parents were asked already for this school year."))
