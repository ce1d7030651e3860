"""What the head decides about children and their guardians: a bar, authority, an address, a move, a death (B2, B8)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from groups.actions import (
    CannotMoveError,
    bar_guardian,
    lift_bar,
    move_pupil,
    record_pupil_death,
    set_authority,
    set_protected_address,
)
from groups.forms import NO, YES, AuthorityForm, MoveForm, SureForm
from groups.people import enrolments_of, links_of
from groups.permissions import get_guardianship_or_404, get_pupil_or_404, get_school_or_404
from groups.roles import DECIDE, PEOPLE
from protocol import clock


@require_safe
def pupil_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One pupil: groups and guardians."""
    pupil = get_pupil_or_404(get_school_or_404(request.user, PEOPLE), pk)
    reading.note_pupils(request, [pk])
    context = {
        "here": "manage",
        "pupil": pupil,
        "enrolments": enrolments_of(pupil),
        "links": links_of(pupil.guardianships.all()),
        "today": clock.today(),
    }
    return render(request, "groups/pupil_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guardian_bar(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then shut a guardian out of everything about a child, at once."""
    link = get_guardianship_or_404(get_school_or_404(request.user, DECIDE), pk)
    if request.method == "POST":
        bar_guardian(link, by=request.user)
        names = {"name": link.guardian.full_name, "pupil": link.pupil.first_name}
        messages.success(request, _("%(name)s sees nothing about %(pupil)s any more.") % names)
        return redirect("groups:person-detail", link.guardian_id)
    reading.note_pupils(request, [link.pupil_id])
    return render(request, "groups/guardian_bar.html", {"here": "manage", "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
def guardian_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then take a bar off."""
    link = get_guardianship_or_404(get_school_or_404(request.user, DECIDE), pk)
    if request.method == "POST":
        lift_bar(link, by=request.user)
        messages.success(request, _("The bar of %(name)s is off.") % {"name": link.guardian.full_name})
        return redirect("groups:person-detail", link.guardian_id)
    reading.note_pupils(request, [link.pupil_id])
    return render(request, "groups/guardian_lift.html", {"here": "manage", "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
def authority_set(request: SignedInRequest, pk: int) -> HttpResponse:
    """What somebody is to a child, with or without authority, between two days."""
    link = get_guardianship_or_404(get_school_or_404(request.user, DECIDE), pk)
    initial = {
        "relation": link.relation,
        "has_authority": YES if link.has_authority else NO,
        "authority_from": link.authority_from,
        "authority_until": link.authority_until,
    }
    form = AuthorityForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_authority(link, by=request.user, **form.cleaned_data)
        messages.success(request, _("The authority of %(name)s is set.") % {"name": link.guardian.full_name})
        return redirect("groups:person-detail", link.guardian_id)
    reading.note_pupils(request, [link.pupil_id])
    context = {"here": "manage", "link": link, "form": form}
    return render(request, "groups/authority_set.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def address_protect(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hide a family from other parents (``protected=1``), or show it again."""
    pupil = get_pupil_or_404(get_school_or_404(request.user, DECIDE), pk)
    if request.method == "POST":
        is_protected = request.POST.get("protected") == "1"
        if set_protected_address(pupil, is_protected, by=request.user):
            said = _("Other parents no longer see this family.") if is_protected else _("The family is shown again.")
            messages.success(request, said)
        return redirect("groups:pupil-detail", pk)
    reading.note_pupils(request, [pk])
    return render(request, "groups/address_protect.html", {"here": "manage", "pupil": pupil})


@require_http_methods(["GET", "HEAD", "POST"])
def pupil_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a child go to another class from a day on, the guardians with it."""
    school = get_school_or_404(request.user, DECIDE)
    pupil = get_pupil_or_404(school, pk)
    form = MoveForm(request.POST if request.method == "POST" else None, school=school, initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        to, day = form.cleaned_data["to"], form.cleaned_data["day"]
        try:
            move_pupil(pupil, to, by=request.user, day=day)
        except CannotMoveError:
            form.add_error(None, _("The child is in this group already, or the day does not fit this school year."))
        else:
            names = {"name": pupil.first_name, "group": to.name}
            messages.success(request, _("%(name)s goes to %(group)s, and the parents go along.") % names)
            return redirect("groups:pupil-detail", pk)
    reading.note_pupils(request, [pk])
    context = {"here": "manage", "pupil": pupil, "form": form}
    return render(request, "groups/pupil_move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pupil_death(request: SignedInRequest, pk: int) -> HttpResponse:
    """A child died: out of all lists and mails at once, and nothing is announced."""
    pupil = get_pupil_or_404(get_school_or_404(request.user, DECIDE), pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_pupil_death(pupil, by=request.user, parents_leave=form.cleaned_data["parents_leave"])
        messages.success(request, _("The child no longer stands in any list, and no mail names it."))
        return redirect("groups:person-list")
    reading.note_pupils(request, [pk])
    context = {"here": "manage", "pupil": pupil, "form": form}
    return render(request, "groups/pupil_death.html", context, status=422 if form.errors else 200)
