"""How a person wants to be told, and the one tap that ends a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from notifications.bounces import is_dead, works_again
from notifications.choosing import choices_of, save_choices, stop_mails
from notifications.devices import SESSION, add_device, devices_of, remove_device, wake_device
from notifications.forms import SubscriptionForm, TellingForm
from notifications.gathering import stopped_by
from notifications.push_keys import public_key


@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: SignedInRequest) -> HttpResponse:
    """Choose how each topic comes, the quiet hours, and the hour of the mail that tells all together."""
    form = TellingForm(request.POST if request.method == "POST" else None, initial=choices_of(request.user))
    if form.is_valid():
        save_choices(request.user, form.cleaned_data)
        messages.success(request, _("Saved. From now on you hear of it this way."))
        return redirect("notifications:telling")
    devices = devices_of(request.user, request.session.session_key)
    context = {
        "here": "me",
        "form": form,
        "devices": devices,
        "is_on_here": any(own.is_here for own in devices),
        "key": public_key(),
        "is_dead": is_dead(request.user.email),
    }
    return render(request, "notifications/telling.html", context, status=422 if form.errors else 200)


@require_POST
def device_add(request: SignedInRequest) -> HttpResponse:
    """Let the device in that somebody holds; what is posted comes from its browser, after a tap."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This device could not be added. Try it again later."))
        return redirect("notifications:telling")
    here = str(request.session.session_key)
    add_device(request.user, form.told, session_key=here, user_agent=request.headers.get("User-Agent", ""))
    request.session[SESSION] = here
    messages.success(request, _("Done. From now on this device tells you when there is something."))
    return redirect("notifications:telling")


@csrf_exempt  # the service worker posts it too, which has no form; that it knows the address before is the proof
@require_POST
def device_wake(request: SignedInRequest) -> HttpResponse:
    """A device of this person is here again: signed in anew, or its push service gave it another address."""
    form, here = SubscriptionForm(request.POST), str(request.session.session_key)
    if not form.is_valid() or not wake_device(request.user, form.cleaned_data["known"], form.told, session_key=here):
        raise Http404
    request.session[SESSION] = here
    return HttpResponse(status=204)


@require_POST
def device_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show nothing on this device any more."""
    if not remove_device(request.user, pk):
        raise Http404
    messages.success(request, _("That device tells you nothing any more."))
    return redirect("notifications:telling")


@require_POST
def address_again(request: SignedInRequest) -> HttpResponse:
    """Somebody says that the own mailbox works again; the next mail tries it."""
    if works_again(request.user.email):
        messages.success(request, _("Good. We send you mail again."))
    return redirect("notifications:telling")


@login_not_required
@csrf_exempt  # the mail program posts it, for who tapped there (RFC 8058); the address itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails that this link stands in. Looking at it ends nothing: mail programs look at links too."""
    whose = stopped_by(token)
    if whose is None:
        raise Http404
    if request.method == "POST":
        stop_mails(*whose)
    return render(request, "notifications/stop.html", {"is_done": request.method == "POST"})
