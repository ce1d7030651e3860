""" "Hier staat mijn kind": a parent, or a teacher for a child, points at a photo, and takes that back (D5)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from consent.actions import lift_objection, object_to_all
from groups.models import Pupil
from groups.roles import MODERATE
from groups.standing import standing_of
from messaging.actions import children_then, point_out, take_back
from messaging.forms.post import key_of, number_of
from messaging.models import Photo, Post, Withholding
from messaging.permissions import get_post_or_404
from messaging.photo_permissions import (
    get_objection_or_404,
    get_pointed_or_404,
    objections_by,
    pointed_by,
    pupils_to_point_out,
)
from messaging.views.cards import Picture
from messaging.views.post import pictures_of
from protocol.clauses import clause

# What is said about the photo: it shows my child; the child does not want it; the child wants no photos at all.
ON_IT, NOT_THIS, NO_PHOTOS = "kind", "niet-deze", "geen-foto"


@dataclass(frozen=True)
class _Asked:
    """Who may be meant, and whether it is a teacher who writes down what a child says."""

    pupils: list[Pupil]
    is_staff: bool

    def chosen(self, pk: int | None) -> Pupil | None:
        if pk is None and len(self.pupils) == 1:
            return self.pupils[0]
        return next((pupil for pupil in self.pupils if pupil.pk == pk), None)


def _asked(request: SignedInRequest, post: Post) -> _Asked:
    own = list(pupils_to_point_out(request.user))
    is_staff = standing_of(request).may(MODERATE, post.school_group_id)
    others = [pupil for pupil in children_then(post) if pupil not in own] if is_staff else []
    if not own and not others:
        raise Http404
    return _Asked(own + others, is_staff)


@clause("D5", "D3")
@require_http_methods(["GET", "HEAD", "POST"])
def photo_point_out(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Ask that a photo goes: at once and for everybody. The form names the photo by its key, for numbers shift when
    one goes."""
    post = get_post_or_404(request.user, pk)
    asked, pictures = _asked(request, post), pictures_of(post)
    if request.method == "POST":
        photo = get_object_or_404(post.photos, key=key_of(request.POST, "foto"))
        picture = next((one for one in pictures if one.key == photo.key), None)
        if picture is None:
            messages.success(request, _("That photo is not shown any more."))
            return redirect("messaging:post-detail", post.pk)
        pupil, why = asked.chosen(number_of(request.POST, "kind")), request.POST.get("waarom", "")
        if pupil is not None and why in (ON_IT, NOT_THIS, NO_PHOTOS):
            return _point(request, photo, pupil, why if asked.is_staff or why != NO_PHOTOS else NOT_THIS)
        return _show(request, post, asked, picture, is_wrong=True)
    if not 1 <= number <= len(pictures):
        raise Http404
    return _show(request, post, asked, pictures[number - 1])


def _show(
    request: SignedInRequest, post: Post, asked: _Asked, picture: Picture, *, is_wrong: bool = False
) -> HttpResponse:
    reading.note(request, reading.Kind.PHOTO, picture.pk)
    context = {
        "here": "news",
        "post": post,
        "group": post.school_group,
        "photo": picture,
        "pupils": asked.pupils,
        "is_staff": asked.is_staff,
        "chosen": number_of(request.POST, "kind"),
        "is_wrong": is_wrong,
    }
    return render(request, "messaging/photo_point_out.html", context, status=422 if is_wrong else 200)


def _point(request: SignedInRequest, photo: Photo, pupil: Pupil, why: str) -> HttpResponse:
    reason = Withholding.Why.POINTED if why == ON_IT else Withholding.Why.OBJECTS
    point_out(photo, pupil, by=request.user, why=reason)
    if why == NO_PHOTOS:
        object_to_all(pupil, by=request.user)
        said = _("Written down: %(name)s wants no photos. What shows %(name)s is gone, for everybody.")
    else:
        said = _("The photo is gone, for everybody.")
    messages.success(request, said % {"name": pupil.first_name})
    return redirect("messaging:pointed-list")


@clause("D5")
@require_safe
def pointed_list(request: SignedInRequest) -> HttpResponse:
    """The photos at which one pointed, to take that back."""
    rows, objections = list(pointed_by(request.user)), list(objections_by(request.user))
    reading.note_pupils(request, [row.pupil_id for row in rows] + [one.pupil_id for one in objections])
    posts = Post.objects.visible_to(request.user).filter(pk__in={row.photo.post_id for row in rows})
    context = {
        "here": "news",
        "rows": rows,
        "readable": set(posts.values_list("pk", flat=True)),
        "objections": objections,
    }
    return render(request, "messaging/pointed_list.html", context)


@clause("D5")
@require_POST
def pointed_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back that one pointed at a photo."""
    row = get_pointed_or_404(request.user, pk)
    take_back(row, by=request.user)
    if Photo.objects.shown().filter(pk=row.photo_id).exists():
        messages.success(request, _("The photo is shown again."))
    else:
        messages.success(request, _("Taken back. The school looks whether the photo can be shown again."))
    return redirect("messaging:pointed-list")


@clause("D5")
@require_POST
def objection_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """A child wants photos of itself again, says who wrote down that it did not."""
    objection = get_objection_or_404(request.user, pk)
    lift_objection(objection.pupil, by=request.user)
    said = _("Written down: %(name)s may be on photos again, as far as the parents say yes.")
    messages.success(request, said % {"name": objection.pupil.first_name})
    return redirect("messaging:pointed-list")
