"""Photos that readers do not see: looked at by who answers for them, and put back with a tap each (B9, D3)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from files.serving import send_private
from groups.models import SchoolGroup
from messaging import withheld as facts
from messaging.actions import children_then, put_back_photos, say_not_on_it, say_of_published, say_on_it
from messaging.forms.post import number_of
from messaging.models import Photo, Withholding
from messaging.photo_permissions import (
    get_answered_post_or_404,
    get_withheld_or_404,
    get_withheld_photo_or_404,
    get_withholding_or_404,
)
from messaging.withheld import Place, Withheld
from protocol.clauses import clause


@clause("B9", "D3", "D5")
@require_safe
def withheld_list(request: SignedInRequest) -> HttpResponse:
    """What readers do not see in one group (``?groep=``), sorted by what one can do about it."""
    user = get_withheld_or_404(request.user)
    places = facts.groups_withholding(user)
    group = _chosen(places, number_of(request.GET, "groep"))
    withheld = facts.withheld_in(user, group) if group is not None else None
    if withheld is not None:
        _note(request, withheld)
    context = {
        "here": "news",
        "is_part": bool(request.htmx),  # type: ignore[attr-defined]
        "child": number_of(request.GET, "kind"),
        "place": number_of(request.GET, "plek"),
        "places": places,
        "group": group,
        "withheld": withheld,
    }
    return render(request, "messaging/withheld_list.html", context)


def _note(request: SignedInRequest, withheld: Withheld) -> None:
    """The photos on the sheets, and the children who may be on them."""
    tiles = withheld.returning + [tile for sheet in withheld.sheets for tile in sheet.tiles]
    for tile in tiles:
        reading.note(request, reading.Kind.POST, tile.photo.post_id, [tile.photo.pk])
    reading.note_pupils(request, [tile.row.pupil_id for tile in tiles])


def _chosen(places: list[Place], pk: int | None) -> SchoolGroup | None:
    """The group that was asked for; where nothing is left in it, the first in which something is."""
    groups = [place.group for place in places]
    return next((group for group in groups if group.pk == pk), groups[0] if groups else None)


@clause("B8", "D3")
@require_safe
def withheld_file(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """A withheld photo, small: for the sheet."""
    photo = get_withheld_photo_or_404(request.user, key)
    return send_private(request, photo.small_jpeg, "image/jpeg")


@clause("D3")
@require_POST
def withheld_not_on_it(request: SignedInRequest, pk: int) -> HttpResponse:
    """This child is not on it: the photo is shown again, unless it is withheld for another one too."""
    row = get_withholding_or_404(request.user, pk)
    if not say_not_on_it(row, by=request.user):
        messages.warning(request, _("This photo stays hidden."))
    elif Photo.objects.shown().filter(pk=row.photo_id).exists():
        messages.success(request, _("The photo is shown again."))
    else:
        messages.success(request, _("Noted. The photo stays hidden for another child."))
    return _back(request, row)


@clause("D3")
@require_POST
def withheld_on_it(request: SignedInRequest, pk: int) -> HttpResponse:
    """This child is on it: the photo stays hidden and is not asked about again."""
    row = get_withholding_or_404(request.user, pk)
    say_on_it(row, by=request.user)
    messages.success(request, _("The photo stays hidden."))
    return _back(request, row)


@clause("D3", "B9")
@require_POST
def withheld_put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one photo again, now that everybody on it may be seen."""
    row = get_withholding_or_404(request.user, pk)
    if put_back_photos(Photo.objects.filter(pk=row.photo_id), by=request.user):
        messages.success(request, _("The photo is shown again."))
    else:
        messages.warning(request, _("This photo stays hidden."))
    return _back(request, row)


@clause("D3", "B9")
@require_POST
def withheld_put_all_back(request: SignedInRequest) -> HttpResponse:
    """Show again all photos of one group (field ``groep``) on which everybody may be seen."""
    user = get_withheld_or_404(request.user)
    posts = facts.answers_for(user).filter(school_group=number_of(request.POST, "groep"))
    standing = Withholding.objects.standing().values("photo")
    number = put_back_photos(Photo.objects.filter(post__in=posts, pk__in=standing), by=user)
    said = ngettext("%(number)d photo is shown again.", "%(number)d photos are shown again.", number)
    messages.success(request, said % {"number": number})
    return redirect(_address(number_of(request.POST, "groep")))


@clause("D3", "B9")
@require_http_methods(["GET", "HEAD", "POST"])
def withheld_say(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who can be recognised on photos of a published post of which nobody said it; first who may not be."""
    post = get_answered_post_or_404(request.user, pk)
    photos = list(facts.unsaid_photos(facts.answers_for(request.user).filter(pk=post.pk)).order_by("position"))
    if request.method == "POST":
        number = say_of_published(post, request.POST.get("recognisable", ""), by=request.user)
        said = ngettext("%(number)d photo is shown again.", "%(number)d photos are shown again.", number)
        if number:
            messages.success(request, said % {"number": number})
        else:
            messages.warning(request, _("Nothing was changed. Choose what holds for all these photos."))
        return redirect(_address(post.school_group_id))
    if not photos:
        raise Http404
    denied = facts.denied_among(post, children_then(post))
    reading.note(request, reading.Kind.POST, post.pk, [photo.pk for photo in photos])
    reading.note_pupils(request, [pupil.pk for pupil in denied])
    context = {"here": "news", "post": post, "group": post.school_group, "photos": photos, "denied": denied}
    context["back"] = _address(post.school_group_id)
    return render(request, "messaging/withheld_say.html", context)


def _back(request: HttpRequest, row: Withholding) -> HttpResponse:
    """To the sheet one was looking at, and the place on it (field ``plek``): the next photo stands there now."""
    place = number_of(request.POST, "plek") or 0
    address = _address(row.photo.post.school_group_id)
    return redirect(f"{address}&kind={row.pupil_id}&plek={place}#kind-{row.pupil_id}")


def _address(group: int | None) -> str:
    return f"{reverse('messaging:withheld-list')}?groep={group or ''}"
