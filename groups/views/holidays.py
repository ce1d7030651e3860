"""The government's file of school holidays: choose it, look at what changes, take it over."""

from datetime import date

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.actions import ChangesDifferError, import_holidays
from groups.forms import HolidayApproveForm, HolidayFileForm
from groups.holiday_file import HolidayFileRefused, changes_of, digest_of, read_holidays
from groups.holiday_words import REFUSED
from groups.holidays import Holiday
from groups.models import DayOff, School
from groups.permissions import get_school_or_404
from groups.roles import PEOPLE
from groups.school_year import year_of
from protocol import clock

# Between looking and taking over, what was read travels in the page, signed: nothing is kept of who does not go on.
_SALT = "groups.holidays"


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_import(request: SignedInRequest) -> HttpResponse:
    """Choose the file; look at what is new, changes and stays; take over all of it, or nothing."""
    school = get_school_or_404(request.user, PEOPLE)
    if request.method == "POST" and "holidays" in request.POST:
        return _take_over(request, school)
    is_sent = request.method == "POST" and school.region  # without a region nothing of the file is the school's
    form = HolidayFileForm(request.POST, request.FILES) if is_sent else HolidayFileForm()
    if form.is_valid():
        try:
            holidays = read_holidays(form.cleaned_data["file"], school.region, since=year_of(clock.today()))
        except HolidayFileRefused as error:
            form.add_error("file", REFUSED[error.code])
        else:
            return _look(request, school, holidays)
    context = {"here": "manage", "school": school, "form": form}
    return render(request, "groups/holiday_import.html", context, status=422 if form.errors else 200)


def _look(request: SignedInRequest, school: School, holidays: list[Holiday], problem: str = "") -> HttpResponse:
    changes = changes_of(holidays, DayOff.objects.filter(school=school))
    changed = {change.new for change in changes}
    rows = [[one.first_on.isoformat(), one.last_on.isoformat(), one.name] for one in holidays]
    context = {
        "here": "manage",
        "school": school,
        "changes": changes,
        "same": [one for one in holidays if one not in changed],
        "signed": signing.dumps(rows, salt=_SALT, compress=True),
        "digest": digest_of(changes),
        "problem": problem,
    }
    return render(request, "groups/holiday_look.html", context, status=422 if problem else 200)


def _take_over(request: SignedInRequest, school: School) -> HttpResponse:
    form = HolidayApproveForm(request.POST)
    holidays = _unsigned(form.cleaned_data["holidays"]) if form.is_valid() else []
    if not holidays:
        messages.info(request, _("Choose the file again. Then look at what changes."))
        return redirect("groups:holiday-import")
    try:
        changes = import_holidays(school, holidays, by=request.user, seen_digest=form.cleaned_data["seen"])
    except ChangesDifferError:
        changed_since = _("Something changed since you looked. This is how it is now. Look at it first.")
        return _look(request, school, holidays, changed_since)
    if changes:
        messages.success(request, _("The holidays of the file stand in the calendar."))
    else:
        messages.info(request, _("Nothing is changed: these holidays stood there already."))
    return redirect("groups:school-time")


def _unsigned(signed: str) -> list[Holiday]:
    """What we signed; nothing when somebody else wrote it."""
    try:
        rows = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return []
    return [Holiday(date.fromisoformat(first), date.fromisoformat(last), name) for first, last, name in rows]
