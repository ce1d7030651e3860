"""Photos from the gallery of a phone to a draft, and the tick that they are off the phone (C2)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from groups.permissions import get_group_or_404
from groups.roles import POST
from groups.standing import standing_of
from messaging.actions import place_draft, say_cleaned_up, take_shared
from messaging.forms.post import number_of
from messaging.models import CleanUp
from messaging.permissions import get_draft_or_404
from messaging.views.composer import READ_OR_SEND, composer_of
from protocol.clauses import clause

# What a browser says of who asked: the phone itself, or a page of ours. Every browser that shares to an app says it.
OWN = ("none", "same-origin")


@csrf_exempt
@require_http_methods(READ_OR_SEND)
def photo_share(request: SignedInRequest) -> HttpResponse:
    """What the phone sends when one shares photos to Kring (field ``photos``); without them the page that says how.

    The phone knows no token. So nothing is taken from another site's page, which the browser tells, and the cookie
    does not come along from there either; and all that happens is a draft that only its author sees.
    """
    groups = standing_of(request).writable
    is_own = request.headers.get("Sec-Fetch-Site") in OWN
    if request.method != "POST" or not groups or not is_own:
        return render(request, "messaging/photo_share.html", {"here": "write", "groups": groups})
    post, refused = take_shared(request.FILES.getlist("photos"), school_group=groups[0], by=request.user)
    for words in refused:
        messages.error(request, words)
    if post is None:
        return redirect("messaging:photo-share")
    return redirect(composer_of(post)) if len(groups) == 1 else redirect("messaging:draft-place", post.key)


@require_http_methods(READ_OR_SEND)
def draft_place(request: SignedInRequest, key: UUID) -> HttpResponse:
    """For which group shared photos are; POST: that one (field ``group``)."""
    post = get_draft_or_404(request.user, key)
    group = number_of(request.POST, "group")
    if request.method != "POST" or group is None:
        context = {"here": "write", "draft": post, "photos": post.photos.count()}
        return render(request, "messaging/draft_place.html", context | {"groups": standing_of(request).writable})
    place_draft(post, get_group_or_404(request.user, group, POST), by=request.user)
    post.refresh_from_db()
    return redirect(composer_of(post))


@clause("C2")
@require_POST
def clean_up_say(request: SignedInRequest) -> HttpResponse:
    """Tick off that photos are off one's device (``how``), up to the last question that was shown (``tot``)."""
    how, until = request.POST.get("how", ""), number_of(request.POST, "tot")
    if how in CleanUp.How.values and until is not None and say_cleaned_up(how, until=until, by=request.user):
        messages.success(request, _("Thank you. That is noted."))
    return redirect("home")
