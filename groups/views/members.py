"""The members of a group, for who manages them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from groups.listing import admins_of, families_of, requests_of
from groups.models import JoinRequest
from groups.permissions import get_group_or_404
from groups.roles import MEMBERS


@require_safe
def member_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pupils of a group with their guardians (search by name with ``?q=``), and its admins."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    families, requests = families_of(school_group), requests_of(school_group)
    query = request.GET.get("q", "").strip()[:80]
    shown = [family for family in families if family.matches(query)]
    reading.note_pupils(request, [family.pupil.pk for family in shown])
    context = {
        "here": "groups",
        "group": school_group,
        "query": query,
        "families": shown,
        "all_families": families,
        "pupil_count": sum(family.is_enrolled for family in families),
        "guardian_count": len({link.user.pk for family in families for link in family.guardians if link.has_access}),
        "admins": admins_of(school_group),
        "requests": requests,
        "waiting_count": sum(line.request.state == JoinRequest.State.WAITING for line in requests),
    }
    return render(request, "groups/member_list.html", context)
