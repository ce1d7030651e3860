"""Letting guardians into a group, and taking them out (B2, B3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import reading
from accounts.models import User
from accounts.requests import SignedInRequest
from groups.actions import GuardianshipDiffersError, NewPerson, invite_guardian, remove_guardian
from groups.forms import GuardianForm
from groups.models import Enrolment, Membership, SchoolGroup
from groups.permissions import get_group_or_404, get_guardian_or_404
from groups.roles import MEMBERS


@require_http_methods(["GET", "HEAD", "POST"])
def guardian_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let in a guardian of a pupil of the group; ``?kind=`` chooses the pupil beforehand."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    form = GuardianForm(request.POST or None, school_group=school_group, initial={"pupil": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid() and (membership := _let_in(form, school_group, by=request.user)):
        messages.success(request, _said(membership.user, school_group, form.cleaned_data))
        return redirect("groups:member-list", pk)
    context = {"here": "groups", "group": school_group, "form": form}
    return render(request, "groups/guardian_add.html", context, status=422 if form.errors else 200)


def _let_in(form: GuardianForm, school_group: SchoolGroup, *, by: User) -> Membership | None:
    """The membership; nothing, with the reason in the form, when the school's records say otherwise."""
    data = form.cleaned_data
    person = form.person or NewPerson(data["first_name"], data["last_name"], data["address"])
    try:
        return invite_guardian(
            data["pupil"],
            person,
            school_group,
            by=by,
            relation=data["relation"],
            has_authority=data["has_authority"],
        )
    except GuardianshipDiffersError:
        form.add_error(
            None,
            _("With the school this person is linked to this child in another way. Only the head can change that."),
        )
    except Enrolment.DoesNotExist:  # the child left while the form was open
        form.add_error("pupil", _("This child is not in the group. Choose another."))
    return None


def _said(guardian: User, school_group: SchoolGroup, data: dict[str, Any]) -> str:
    names = {"name": guardian.full_name, "pupil": data["pupil"].first_name, "group": school_group.name}
    if data["has_authority"]:
        return _("%(name)s now reads along with %(group)s, for %(pupil)s.") % names
    return _("%(name)s is linked to %(pupil)s, without authority. So nothing of the group is visible.") % names


@require_http_methods(["GET", "HEAD", "POST"])
def guardian_remove(request: SignedInRequest, pk: int, membership: int) -> HttpResponse:
    """Ask first, then take a guardian out of the group; the rights end on the next request."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    row = get_guardian_or_404(school_group, membership)
    if request.method == "POST":
        remove_guardian(row, by=request.user)
        names = {"name": row.user.full_name, "group": school_group.name}
        messages.success(request, _("%(name)s is no longer in %(group)s.") % names)
        return redirect("groups:member-list", pk)
    reading.note_pupils(request, [row.guardianship.pupil_id] if row.guardianship else [])
    return render(request, "groups/guardian_remove.html", {"here": "groups", "group": school_group, "membership": row})
