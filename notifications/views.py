"""How a person wants to be told, and the one tap that ends a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from notifications.choosing import choices_of, save_choices, stop_mails
from notifications.forms import TellingForm
from notifications.gathering import stopped_by


@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: SignedInRequest) -> HttpResponse:
    """Choose how each topic comes, the quiet hours, and the hour of the mail that tells all together."""
    form = TellingForm(request.POST if request.method == "POST" else None, initial=choices_of(request.user))
    if form.is_valid():
        save_choices(request.user, form.cleaned_data)
        messages.success(request, _("Saved. From now on you hear of it this way."))
        return redirect("notifications:telling")
    context = {"here": "me", "form": form}
    return render(request, "notifications/telling.html", context, status=422 if form.errors else 200)


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
