"""Setting a school up, step by step, and the page from which head and ICT contact manage it."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from groups.actions import NewPerson, RoleHeldError, add_staff, change_school, finish_setup
from groups.forms import SchoolForm, StaffForm
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE
from groups.setup import classes_of, counts_of, setup_of, shared_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def school_manage(request: SignedInRequest) -> HttpResponse:
    """The parts of managing the school, with what waits in each."""
    school = get_school_or_404(request.user, PEOPLE)
    return render(
        request, "groups/school_manage.html", {"here": "manage", "school": school, "counts": counts_of(school)}
    )


@require_safe
def school_setup(request: SignedInRequest) -> HttpResponse:
    """The steps of setting up, and how far each is. They can be left and taken up again, in any order."""
    setup = setup_of(get_school_or_404(request.user, PEOPLE))
    return render(request, "groups/school_setup.html", {"here": "manage", "setup": setup})


@form_methods
def school_edit(request: SignedInRequest) -> HttpResponse:
    """The school's name, place, telephone and holiday region, and the days of grace for the second step."""
    school = get_school_or_404(request.user, DECIDE)
    form = SchoolForm(request.POST if request.method == "POST" else None, initial=model_to_dict(school))
    if request.method == "POST" and form.is_valid():
        change_school(school, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("groups:school-setup")
    return render(
        request, "groups/school_edit.html", {"here": "manage", "form": form}, status=422 if form.errors else 200
    )


@form_methods
def staff_add(request: SignedInRequest) -> HttpResponse:
    """The classes with their teachers, the councils with their members; add somebody who works here, with a role."""
    school = get_school_or_404(request.user, DECIDE)
    form = StaffForm(request.POST if request.method == "POST" else None, school=school)
    if request.method == "POST":
        ask_who_it_is(request)
        if form.is_valid() and _added(request, form):
            return redirect("groups:staff-add")
    context = {"here": "manage", "form": form, "classes": classes_of(school), "shared": shared_of(school)}
    return render(request, "groups/staff_add.html", context, status=422 if form.errors else 200)


def _added(request: SignedInRequest, form: StaffForm) -> bool:
    data, place = form.cleaned_data, form.place
    person = NewPerson(data["first_name"], data["last_name"], data["email"])
    try:
        membership = add_staff(person, place.name, place.container, by=request.user)
    except RoleHeldError:
        form.add_error("role", _("This person has this role already."))
        return False
    names = {"name": membership.user.full_name, "role": place.words}
    messages.success(request, _("%(name)s is in: %(role)s.") % names)
    return True


@require_POST
def setup_finish(request: SignedInRequest) -> HttpResponse:
    """The head says that the school is set up."""
    finish_setup(get_school_or_404(request.user, DECIDE), by=request.user)
    messages.success(request, _("Your school is set up. You find everything again under Manage."))
    return redirect("home")
