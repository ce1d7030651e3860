"""Changing one's e-mail address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.address.actions import (
    AskedTooOftenError,
    ChangeGoneError,
    CodesDifferError,
    ask_address_change,
    confirm_address_change,
    waiting_change_of,
)
from accounts.address.forms import AddressForm, CodesForm
from accounts.reauthentication import recently_authenticated
from accounts.requests import SignedInRequest

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@recently_authenticated
def address_change(request: SignedInRequest) -> HttpResponse:
    """Ask for another address; codes go to the new and the old one."""
    form = AddressForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            ask_address_change(request.user, form.cleaned_data["address"], by=request.user)
        except AskedTooOftenError:
            form.add_error("address", _("You asked for this five times today. Try again tomorrow, or call the school."))
        else:
            return redirect("account_confirm_address")
    context = {"here": "me", "form": form}
    return render(request, "account/address_change.html", context, status=422 if form.errors else 200)


@form_methods
@recently_authenticated
def address_confirm(request: SignedInRequest) -> HttpResponse:
    """Fill in the codes from both mailboxes."""
    change = waiting_change_of(request.user)
    if change is None:
        messages.error(request, _("These codes no longer work. Begin anew."))
        return redirect("account_change_address")
    form = CodesForm(request.POST if request.method == "POST" else None, has_old=bool(change.old_code_hash))
    if request.method == "POST" and form.is_valid() and (answer := _confirm(request, form)):
        return answer
    context = {"here": "me", "form": form, "change": change}
    return render(request, "account/address_confirm.html", context, status=422 if form.errors else 200)


def _confirm(request: SignedInRequest, form: CodesForm) -> HttpResponse | None:
    codes = form.cleaned_data
    try:
        confirm_address_change(request.user, codes["new_code"], codes["old_code"], by=request.user)
    except CodesDifferError:
        form.add_error("new_code", _("One of the codes is not right. Look at both mails again."))
        return None
    except ChangeGoneError:
        messages.error(request, _("These codes no longer work. Begin anew."))
        return redirect("account_change_address")
    messages.success(request, _("Your e-mail address is changed."))
    return redirect("account_profile")
