"""Cropping a photo of a draft, and covering a face on it (D3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import reading
from accounts.requests import SignedInRequest
from messaging.actions import Refused, cover_photo, crop_photo
from messaging.forms.altering import COLUMNS, CropForm, boxes_of, rows_of
from messaging.forms.post import ids_of
from messaging.models import Photo
from messaging.permissions import get_draft_photo_or_404
from messaging.series import look_at
from messaging.views.composer import READ_OR_SEND, composer_of
from protocol.clauses import clause


@clause("D3")
@require_http_methods(READ_OR_SEND)
def photo_crop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Cut off what should not be seen. POST: ``left``, ``right``, ``top``, ``bottom``, parts of a hundred; with
    ``preview`` nothing happens but that the page shows what would go."""
    photo = _ready(request, key)
    form = CropForm(request.POST) if request.method == "POST" else CropForm()
    if request.method != "POST" or "preview" in request.POST:
        return _show(request, "messaging/photo_crop.html", photo, form=CropForm(initial=form.off))
    if not form.is_valid():
        return _show(request, "messaging/photo_crop.html", photo, status=422, form=form, problem=_problem(form))
    try:
        return _done(request, crop_photo(photo, form.box(), by=request.user), _("The photo is cropped."))
    except Refused as refused:
        return _show(request, "messaging/photo_crop.html", photo, status=422, form=form, problem=str(refused))


def _problem(form: CropForm) -> str:
    return str(next(iter(form.errors.values()))[0])


@clause("D3")
@require_http_methods(READ_OR_SEND)
def photo_cover(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Cover a face with an opaque shape: fields ``cell``, the cells of a grid over the photo."""
    photo = _ready(request, key)
    rows = rows_of(photo.width, photo.height)
    chosen = set(ids_of(request.POST, "cell"))
    grid: dict[str, Any] = {
        "cells": [(n, n // COLUMNS + 1, n % COLUMNS + 1, n in chosen) for n in range(rows * COLUMNS)]
    }
    if request.method != "POST":
        return _show(request, "messaging/photo_cover.html", photo, **grid)
    if not (boxes := boxes_of(chosen, rows)):
        grid["problem"] = _("Choose first what must be covered.")
        return _show(request, "messaging/photo_cover.html", photo, status=422, **grid)
    try:
        return _done(request, cover_photo(photo, boxes, by=request.user), _("It is covered. The old photo is gone."))
    except Refused as refused:
        return _show(request, "messaging/photo_cover.html", photo, status=422, **grid, problem=str(refused))


def _ready(request: SignedInRequest, key: UUID) -> Photo:
    photo = get_draft_photo_or_404(request.user, key)
    if photo.state != Photo.State.READY:
        raise Http404
    return photo


def _show(request: SignedInRequest, template: str, photo: Photo, *, status: int = 200, **more: Any) -> HttpResponse:
    reading.note(request, reading.Kind.PHOTO, photo.pk)
    context = {
        "here": "write",
        "group": photo.post.school_group,
        "look": look_at(photo),
        "back": composer_of(photo.post),
        **more,
    }
    return render(request, template, context, status=status)


def _done(request: SignedInRequest, photo: Photo | None, words: str) -> HttpResponse:
    if photo is None:
        raise Http404  # taken out, sent or changed in another window meanwhile
    messages.success(request, words + " " + _("Say now who can be recognised."))
    return redirect("messaging:photo-recognise", photo.key)
