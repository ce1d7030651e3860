"""The school's time: the year one can look at, the lessons, the days off, and who works when (D10, E8)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.actions import (
    DayOffTakenError,
    add_day_off,
    change_day_off,
    change_policy,
    fill_holidays,
    remove_day_off,
    set_lesson_times,
    set_working_times,
)
from groups.forms import DayOffForm, LessonForm, PolicyForm, WeekForm
from groups.holidays import KNOWN_YEARS
from groups.models import DayOff, School, policy_of
from groups.permissions import get_colleague_or_404, get_day_off_or_404, get_school_or_404
from groups.roles import DECIDE, PEOPLE
from groups.school_time import lessons_of, own_week_of, week_lines
from groups.school_year import days_of, year_of
from groups.year_calendar import Mark, year_calendar
from protocol import clock

form_methods = require_http_methods(["GET", "HEAD", "POST"])
LESSONS_A_DAY, STRETCHES_A_DAY = 3, 2
YEARS_BACK, YEARS_ON = 2, 3


@form_methods
def school_time(request: SignedInRequest) -> HttpResponse:
    """The calendar of a school year (``?jaar=2026``) with its days off; POST fills in the holidays that are known."""
    school = get_school_or_404(request.user, PEOPLE)
    if request.method == "POST":
        _say_filled(request, fill_holidays(school, by=request.user))
        return redirect("groups:school-time")
    this_year = year_of(clock.today())
    year = _year_asked(request, this_year)
    lessons = lessons_of(school)
    off = list(DayOff.objects.filter(school=school).between(*days_of(year)))
    context = {
        "here": "manage",
        "school": school,
        "calendar": year_calendar(year, lessons, off, clock.today()),
        "marks": Mark,
        "days_off": off,
        "weekdays": [(str(WEEKDAYS_ABBR[n]).lower(), str(WEEKDAYS[n]).lower()) for n in range(7)],
        "lessons": week_lines(lessons),
        "before": year - 1 if year > this_year - YEARS_BACK else None,
        "after": year + 1 if year < this_year + YEARS_ON else None,
        "this_year": this_year,
        "may_fill": _may_fill(school),
    }
    return render(request, "groups/school_time.html", context)


def _year_asked(request: HttpRequest, this_year: int) -> int:
    """The year in the address; the present one for what is no year near it."""
    asked = request.GET.get("jaar", "")
    near = {str(year): year for year in range(this_year - YEARS_BACK, this_year + YEARS_ON + 1)}
    return near.get(asked, this_year)


def _may_fill(school: School) -> bool:
    """Whether there are known holidays that were not filled in yet, of this year or later."""
    filled = set(school.holiday_years.values_list("first_year", flat=True))
    now = year_of(clock.today())
    return bool(school.region) and any(year not in filled for year in KNOWN_YEARS if year >= now)


def _say_filled(request: HttpRequest, number: int) -> None:
    if number:
        messages.success(request, _("The holidays and public holidays stand in the calendar. Look at them once."))
    else:
        messages.info(request, _("Nothing is changed: all holidays that Kring knows stand there already."))


@form_methods
def lesson_time_edit(request: SignedInRequest) -> HttpResponse:
    """The lessons of a week: a few stretches a day, with breaks between."""
    school = get_school_or_404(request.user, PEOPLE)
    data = request.POST if request.method == "POST" else None
    form = LessonForm(data, week=lessons_of(school), stretches=LESSONS_A_DAY)
    if form.is_valid():
        set_lesson_times(school, form.week, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("groups:school-time")
    return render(
        request, "groups/lesson_time_edit.html", {"here": "manage", "form": form}, status=422 if form.errors else 200
    )


@form_methods
def day_off_add(request: SignedInRequest) -> HttpResponse:
    """A study day, a holiday or another day without lessons."""
    school = get_school_or_404(request.user, PEOPLE)
    form = DayOffForm(request.POST if request.method == "POST" else None, initial={"kind": DayOff.Kind.STUDY_DAY})
    if form.is_valid():
        try:
            day_off = add_day_off(school, by=request.user, **form.cleaned_data)
        except DayOffTakenError:
            form.add_error("name", _("There is a day off of this name on this day already."))
        else:
            messages.success(request, _("“%(name)s” stands in the calendar.") % {"name": day_off.name})
            return _to_year(day_off)
    return _day_off_page(request, form, None)


@form_methods
def day_off_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change days off, or take them away with the button of that name."""
    day_off = get_day_off_or_404(get_school_or_404(request.user, PEOPLE), pk)
    if request.method == "POST" and "remove" in request.POST:
        remove_day_off(day_off, by=request.user)
        messages.success(request, _("“%(name)s” is taken away. There are lessons on these days.") % {"name": day_off})
        return _to_year(day_off)
    now = {name: getattr(day_off, name) for name in ("kind", "name", "first_on", "last_on")}
    form = DayOffForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        try:
            change_day_off(day_off, by=request.user, **form.cleaned_data)
        except DayOffTakenError:
            form.add_error("name", _("There is a day off of this name on this day already."))
        else:
            messages.success(request, _("Saved."))
            return _to_year(day_off)
    return _day_off_page(request, form, day_off)


def _day_off_page(request: HttpRequest, form: DayOffForm, day_off: DayOff | None) -> HttpResponse:
    context = {"here": "manage", "form": form, "day_off": day_off}
    return render(request, "groups/day_off_edit.html", context, status=422 if form.errors else 200)


def _to_year(day_off: DayOff) -> HttpResponse:
    answer = redirect("groups:school-time")
    answer["Location"] += f"?jaar={year_of(day_off.first_on)}"
    return answer


@form_methods
def policy_edit(request: SignedInRequest) -> HttpResponse:
    """The agreements about posting: the head sets them, for they say who consents to what."""
    school = get_school_or_404(request.user, DECIDE)
    form = PolicyForm(request.POST if request.method == "POST" else None, school=school, policy=policy_of(school))
    if form.is_valid():
        change_policy(school, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("groups:school-manage")
    return render(
        request, "groups/policy_edit.html", {"here": "manage", "form": form}, status=422 if form.errors else 200
    )


@form_methods
def working_time_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """When a member of staff works: what this person sends goes out within these hours."""
    person = get_colleague_or_404(get_school_or_404(request.user, PEOPLE), pk)
    data = request.POST if request.method == "POST" else None
    form = WeekForm(data, week=own_week_of(person), stretches=STRETCHES_A_DAY)
    if form.is_valid():
        set_working_times(person, form.week, by=request.user)
        messages.success(request, _("The working hours of %(name)s are saved.") % {"name": person.full_name})
        return redirect("groups:person-detail", pk)
    context = {"here": "manage", "person": person, "form": form}
    return render(request, "groups/working_time_edit.html", context, status=422 if form.errors else 200)
