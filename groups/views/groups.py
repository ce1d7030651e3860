"""One's own groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.listing import own_groups
from groups.standing import standing_of


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups one may read: those of this school year, then what is still readable of earlier ones."""
    lines = own_groups(standing_of(request))
    context = {
        "here": "groups",
        "current": [line for line in lines if line.group.is_current],
        "earlier": [line for line in lines if not line.group.is_current],
    }
    return render(request, "groups/group_list.html", context)
