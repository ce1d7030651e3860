"""What files propose about authority, for the head to decide (B2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from groups.actions import decide_authority
from groups.models import AuthorityProposal
from groups.permissions import get_proposal_or_404, get_school_or_404
from groups.roles import DECIDE


@require_safe
def authority_list(request: SignedInRequest) -> HttpResponse:
    """The proposals that wait, the oldest first."""
    school = get_school_or_404(request.user, DECIDE)
    waiting = AuthorityProposal.objects.filter(guardianship__pupil__school=school, decided_at__isnull=True)
    rows = list(waiting.select_related("guardianship__guardian", "guardianship__pupil").order_by("pk"))
    reading.note_pupils(request, [row.guardianship.pupil_id for row in rows])
    return render(request, "groups/authority_list.html", {"here": "manage", "proposals": rows})


@require_POST
def authority_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """``choice=follow`` does as the file says; anything else leaves the authority as it is."""
    proposal = get_proposal_or_404(request.user, pk)
    accept = request.POST.get("choice") == "follow"
    names = {"name": proposal.guardianship.guardian.full_name, "pupil": str(proposal.guardianship.pupil)}
    if not decide_authority(proposal, accept=accept, by=request.user):
        messages.info(request, _("Somebody else decided this already."))
    elif not accept:
        messages.success(request, _("Nothing changed for %(name)s and %(pupil)s.") % names)
    elif proposal.has_authority:
        messages.success(request, _("%(name)s has authority over %(pupil)s from now on.") % names)
    else:
        messages.success(request, _("%(name)s has no authority over %(pupil)s from now on.") % names)
    return redirect("groups:authority-list")
