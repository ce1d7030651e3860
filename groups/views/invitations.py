"""Coming in with an invitation, from a mail, a letter or the teacher at the door (B3, F3)."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import SetPasswordForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.adapter import TOO_OFTEN
from accounts.requests import SignedInRequest
from groups import secrets
from groups.actions import (
    HasAccountError,
    InvitationGoneError,
    NotByHandError,
    NotLetInError,
    accept_invitation,
    invite_at_door,
)
from groups.forms import CodeForm
from groups.models import Invitation
from groups.permissions import (
    TriedTooOftenError,
    find_invitation,
    get_group_or_404,
    get_guardian_or_404,
)
from groups.roles import MEMBERS

REFUSED = {
    HasAccountError: _("%(name)s signs in already, and needs no code."),
    NotLetInError: _("%(name)s sees nothing of the school now. Ask the head."),
    NotByHandError: _("%(name)s works at the school, and gets an invitation by mail."),
}
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_not_required
@form_methods
def invitation_find(request: HttpRequest) -> HttpResponse:
    """Type the code from the letter."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = find_invitation(form.cleaned_data["code"], get_adapter().network(request))
        except TriedTooOftenError:
            form.add_error("code", TOO_OFTEN)
        else:
            if found is not None:
                return redirect("groups:invitation-accept", secrets.as_made(form.cleaned_data["code"]))
            form.add_error("code", _("This code does not work, or no longer. Look at it again, or call the school."))
    return render(request, "groups/invitation_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@login_not_required
@form_methods
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password with an invitation, and be signed in."""
    try:
        found = find_invitation(secret, get_adapter().network(request))
    except TriedTooOftenError:
        return _gone(request, TOO_OFTEN, status=429)
    if found is None:
        return _gone(request)
    form = SetPasswordForm(user=found.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _come_in(request, secret, form.cleaned_data["password1"])
    context = {"form": form, "person": found.user, "secret": secret}
    return render(request, "groups/invitation_accept.html", context, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, secret: str, password: str) -> HttpResponse:
    try:
        person = accept_invitation(secret, password)
    except InvitationGoneError:
        return _gone(request)
    welcome = _("Welcome, %(name)s. From now on you sign in with %(sign_in_name)s and your password.")
    messages.success(request, welcome % {"name": person.first_name, "sign_in_name": person.sign_in_name})
    login = Login(user=person, email_verification="none", redirect_url="/")
    answer: HttpResponse = perform_password_login(request, {"username": person.sign_in_name}, login)
    return answer


def _gone(request: HttpRequest, reason: object = "", *, status: int = 404) -> HttpResponse:
    """The same for a secret that never was, was used, was revoked or is over: nobody learns who was invited."""
    return render(request, "groups/invitation_gone.html", {"reason": reason}, status=status)


@form_methods
def code_make(request: SignedInRequest, pk: int, membership: int) -> HttpResponse:
    """Ask first, then show a new code once, for a guardian who stands at the door."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    row = get_guardian_or_404(school_group, membership)
    site = settings.SITE_URL.partition("://")[2]
    context = {"here": "groups", "group": school_group, "person": row.user, "site": site}
    if request.method != "POST":
        context["is_invited"] = Invitation.objects.open().filter(user=row.user).exists()
        return render(request, "groups/code_make.html", context)
    try:
        code = secrets.in_fours(invite_at_door(row.user, by=request.user))
    except (HasAccountError, NotLetInError, NotByHandError) as refusal:
        messages.error(request, REFUSED[type(refusal)] % {"name": row.user.full_name})
        return redirect("groups:member-list", pk)
    return render(request, "groups/code_made.html", context | {"code": code})
