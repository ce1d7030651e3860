"""What parents are asked: the list of questions, and each of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from consent.actions import change_purpose, photos_that_go
from consent.forms import PurposeForm
from consent.models import PurposeText
from consent.permissions import get_purpose_or_404
from consent.purposes import purposes_of
from consent.shown import newest_text, newest_texts
from consent.views.sure import has_seen
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE


@require_safe
def purpose_list(request: SignedInRequest) -> HttpResponse:
    """All that a school may ask, with what it does ask."""
    school = get_school_or_404(request.user, PEOPLE)
    purposes = purposes_of(school)
    texts = newest_texts(purposes)
    lines = [(purpose, texts[purpose.pk]) for purpose in purposes]
    context = {
        "here": "manage",
        "asked": [line for line in lines if line[0].is_asked],
        "others": [line for line in lines if not line[0].is_asked],
    }
    return render(request, "consent/purpose_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def purpose_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask it or not, of one parent or of all, in these words; says first how many photos a change takes away."""
    school = get_school_or_404(request.user, DECIDE)
    purpose = get_purpose_or_404(school, code)
    text = newest_text(purpose)
    form = PurposeForm(request.POST if request.method == "POST" else None, purpose=purpose, text=text)
    gone = 0
    if form.is_valid():
        settings = form.settings()
        gone = photos_that_go(school, lambda: change_purpose(purpose, by=request.user, **settings))
        if has_seen(request, gone):
            change_purpose(purpose, by=request.user, **settings)
            messages.success(request, _("Saved."))
            return redirect("consent:purpose-list")
    earlier = list(PurposeText.objects.filter(purpose=purpose).exclude(pk=text.pk)[:10])
    context = {"here": "manage", "purpose": purpose, "text": text, "form": form, "gone": gone, "earlier": earlier}
    return render(request, "consent/purpose_edit.html", context, status=422 if form.errors or gone else 200)
