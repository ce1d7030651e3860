"""Help at the desk: a second step that somebody lost, a mailbox that somebody can no longer open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.address.actions import ChangeGoneError
from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from accounts.second_step.actions import take_away_steps
from accounts.sessions import has_second_step
from groups.actions import give_address
from groups.forms import IdentityForm, PersonAddressForm
from groups.permissions import get_person_or_404, get_school_or_404
from groups.roles import DECIDE, PEOPLE


@require_http_methods(["GET", "HEAD", "POST"])
def second_step_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then take away the second step of somebody else who lost it."""
    school = get_school_or_404(request.user, PEOPLE)
    person = get_person_or_404(school, pk)
    ask_who_it_is(request)
    if person == request.user:
        return redirect("mfa_index")
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        take_away_steps(person, by=request.user)
        messages.success(request, _("The second step of %(name)s is taken away.") % {"name": person.full_name})
        return redirect("groups:second-step-remove", pk)
    page = {"here": "manage", "person": person, "form": form, "has_step": has_second_step(person)}
    return render(request, "groups/second_step_remove.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_address(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head changes the e-mail address of somebody else; one's own is changed with a code from both mailboxes."""
    school = get_school_or_404(request.user, DECIDE)
    person = get_person_or_404(school, pk)
    ask_who_it_is(request)
    if person == request.user:
        return redirect("account_change_address")
    form = PersonAddressForm(request.POST if request.method == "POST" else None, user=person)
    if request.method == "POST" and form.is_valid():
        try:
            is_invited = give_address(person, form.cleaned_data["address"], by=request.user, school=school)
        except ChangeGoneError:
            messages.warning(request, _("This account is closed. Nothing was changed."))
        else:
            words = (
                _("%(name)s gets an invitation at the new address.")
                if is_invited
                else _("The address of %(name)s is changed.")
            )
            messages.success(request, words % {"name": person.full_name})
        return redirect("groups:person-detail", pk)
    page = {"here": "manage", "person": person, "form": form}
    return render(request, "groups/person_address.html", page, status=422 if form.errors else 200)
