"""A member of the MR agrees, or not, that something of the MR goes (D12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from moderation import actions
from moderation.permissions import get_removal_to_agree_or_404
from moderation.subjects import find
from protocol.clauses import CLAUSES, clause


@clause("D12")
@require_http_methods(["GET", "HEAD", "POST"])
def removal_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the head wants to take away, with the reason. POST: ``answer`` is "agree" or "refuse"."""
    removal = get_removal_to_agree_or_404(request.user, pk)
    answer = request.POST.get("answer")
    if request.method == "POST" and answer in ("agree", "refuse"):
        decide = actions.agree_as_member if answer == "agree" else actions.refuse_as_member
        if not decide(removal, by=request.user):
            messages.info(request, _("Somebody else decided just now. Look once more."))
        elif answer == "agree":
            messages.success(request, _("You agreed. It is gone as soon as its proof is kept."))
        else:
            messages.success(request, _("You did not agree. It stands there again."))
        return redirect("home")
    context = {
        "here": "news",
        "removal": removal,
        "subject": find(removal.kind, removal.object_id),
        "agreement": CLAUSES[removal.clause],
        "must_choose": request.method == "POST",
    }
    return render(request, "moderation/removal_agree.html", context, status=422 if request.method == "POST" else 200)
