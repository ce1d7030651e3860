"""The people of the school: looked up by the head and the ICT contact, changed by the head (B2, B3, B8)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from groups.actions import (
    NoSuccessorError,
    OwnAccountError,
    RoleHeldError,
    appoint,
    close_account,
    end_role,
    record_person_death,
)
from groups.forms import RoleForm, SureForm
from groups.forms.fields import one_line
from groups.models import Membership
from groups.people import links_of, once_each, past_roles_of, people_called, pupils_called, roles_of
from groups.permissions import get_person_or_404, get_role_held_or_404, get_school_or_404
from groups.roles import DECIDE, PEOPLE, STAFF
from groups.school_time import own_week_of, week_lines
from groups.standing import standing_of
from notifications.bounces import is_dead, people_unreached, works_again
from protocol import clock

PAGE = 50


@require_safe
def person_list(request: SignedInRequest) -> HttpResponse:
    """Everybody with an open account; ``?q=`` searches people, closed accounts too, and pupils by name."""
    school = get_school_or_404(request.user, PEOPLE)
    query = one_line(request.GET.get("q", ""))[:80]
    page = Paginator(people_called(query), PAGE).get_page(request.GET.get("blad"))
    once_each(page)
    pupils = pupils_called(school, query)
    reading.note_pupils(request, [pupil.pk for pupil in pupils])
    unreached = [] if query else people_unreached()
    context = {"here": "manage", "query": query, "page": page, "pupils": pupils, "unreached": unreached}
    return render(request, "groups/person_list.html", context)


@require_safe
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: roles with their days, and the children this person is linked to."""
    person = get_person_or_404(get_school_or_404(request.user, PEOPLE), pk)
    parent_of = Membership.objects.let_in().filter(user=person, guardianship__isnull=False)
    roles, links = roles_of(person), links_of(person.guardianships.all())
    reading.note_pupils(request, [line.link.pupil_id for line in links])
    context = {
        "here": "manage",
        "person": person,
        "roles": roles,
        "works_here": person.is_active and any(row.role.name in STAFF for row in roles),
        "hours": week_lines(own_week_of(person)),
        "past_roles": past_roles_of(person),
        "links": links,
        "is_dead": person.is_active and is_dead(person.email),
        "parent_in": parent_of.select_related("role__school_group", "guardianship__pupil").order_by("pk"),
        "today": clock.today(),
        "ending": person.endings.filter(given_back_at=None).first() if standing_of(request).decides else None,
    }
    return render(request, "groups/person_detail.html", context)


@require_POST
def address_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody told the school that the mailbox works again; the next mail tries it."""
    person = get_person_or_404(get_school_or_404(request.user, PEOPLE), pk)
    if works_again(person.email):
        messages.success(request, _("We send mail to this address again."))
    return redirect("groups:person-detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a person a role between two days: a substitute's access ends by itself."""
    school = get_school_or_404(request.user, DECIDE)
    person = get_person_or_404(school, pk)
    ask_who_it_is(request)
    form = RoleForm(
        request.POST if request.method == "POST" else None, school=school, initial={"valid_from": clock.today()}
    )
    if request.method == "POST" and form.is_valid() and person.is_active:
        place, days = form.place, {name: form.cleaned_data[name] for name in ("valid_from", "valid_until")}
        try:
            membership = appoint(person, place.name, place.container, by=request.user, **days)
        except RoleHeldError:
            form.add_error("role", _("This person has this role already on one of these days."))
        else:
            messages.success(request, _given(membership))
            return redirect("groups:person-detail", pk)
    context = {"here": "manage", "person": person, "form": form}
    return render(request, "groups/role_give.html", context, status=422 if form.errors else 200)


def _given(membership: Membership) -> str:
    """A role that begins later is not said to be there now."""
    names = {"name": membership.user.full_name, "role": membership.role}
    if membership.valid_from > clock.today():
        names["day"] = date_format(membership.valid_from, "j F")
        return _("On %(day)s %(name)s gets the role %(role)s.") % names
    return _("%(name)s now has the role %(role)s.") % names


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then end a role at once. The last teacher of a group, or the last head, needs a successor."""
    held = get_role_held_or_404(get_school_or_404(request.user, DECIDE), pk)
    ask_who_it_is(request)
    lacking = None
    if request.method == "POST":
        try:
            end_role(held, by=request.user)
        except NoSuccessorError as error:
            lacking = error.role
        else:
            messages.success(request, _("%(name)s no longer has this role.") % {"name": held.user.full_name})
            return redirect("home") if held.user == request.user else redirect("groups:person-detail", held.user_id)
    context = {"here": "manage", "held": held, "lacking": lacking}
    return render(request, "groups/role_end.html", context, status=422 if lacking else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then close an account: what was written stays under the person's name."""
    person = get_person_or_404(get_school_or_404(request.user, DECIDE), pk)
    ask_who_it_is(request)
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(person, by=request.user)
        except OwnAccountError:
            form.add_error(None, _("You cannot close your own account. Ask another head."))
        except NoSuccessorError as error:
            form.add_error(
                None, _("Nobody else has this role: %(role)s. First give it to somebody.") % {"role": error.role}
            )
        else:
            messages.success(request, _("The account of %(name)s is closed.") % {"name": person.full_name})
            return redirect("groups:person-detail", pk)
    context = {"here": "manage", "person": person, "form": form}
    return render(request, "groups/account_close.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_death(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody died: out of all lists and mails at once, and nothing is announced."""
    person = get_person_or_404(get_school_or_404(request.user, DECIDE), pk)
    ask_who_it_is(request)  # it closes an account
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record_person_death(person, by=request.user)
        except OwnAccountError:
            form.add_error(None, _("This is your own account. Choose somebody else."))
        else:
            messages.success(request, _("This person no longer stands in any list, and gets no mail."))
            return redirect("groups:person-list")
    context = {"here": "manage", "person": person, "form": form}
    return render(request, "groups/person_death.html", context, status=422 if form.errors else 200)
