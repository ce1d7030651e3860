"""The head answers who asks to send something today beside the agreement (D10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from messaging.actions import allow_exemption, refuse_exemption
from messaging.models import Exemption
from messaging.permissions import get_exemption_or_404
from protocol.clauses import clause


@clause("D10")
@require_http_methods(["GET", "HEAD", "POST"])
def exemption_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request with its reason. POST ``answer=allow``: it goes out today; ``answer=refuse``: it keeps its day."""
    exemption = get_exemption_or_404(request.user, pk)
    answer = request.POST.get("answer")
    if request.method != "POST" or answer not in ("allow", "refuse"):
        context = {"here": "desk", "exemption": exemption, "post": exemption.post, "group": exemption.post.school_group}
        status = 422 if request.method == "POST" else 200
        return render(request, "messaging/exemption_decide.html", context, status=status)
    decide = allow_exemption if answer == "allow" else refuse_exemption
    if not decide(exemption, by=request.user):
        messages.info(request, _already(exemption))
    elif answer == "allow":
        messages.success(request, _("It goes out today. The writer gets word of it."))
    else:
        messages.success(request, _("It keeps its day. The writer gets word of it."))
    return redirect("messaging:desk")


def _already(exemption: Exemption) -> str:
    exemption.refresh_from_db()
    if exemption.decided_by is None:
        return _("It is out already, or the writer took it back.")
    return _("%(name)s decided about this already.") % {"name": exemption.decided_by.called}
