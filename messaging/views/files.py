"""Photos and files: shown to who may see them, and added to or taken out of a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from files.serving import send_private
from groups.permissions import get_group_or_404
from groups.roles import POST
from messaging.actions import (
    KeyTaken,
    Refused,
    add_attachment,
    add_photo,
    open_draft,
    order_photos,
    remove_attachment,
    remove_photo,
)
from messaging.forms.post import key_of, number_of
from messaging.models import Post
from messaging.permissions import (
    get_attachment_or_404,
    get_draft_or_404,
    get_own_attachment_or_404,
    get_own_photo_or_404,
    get_photo_or_404,
)
from messaging.series import look_at
from messaging.views.composer import composer_of

SIZES = {"klein": "small", "middel": "medium", "groot": "large"}


@require_safe
def photo_file(request: SignedInRequest, key: UUID, size: str) -> HttpResponseBase:
    """One size of a photo (``klein``, ``middel``, ``groot``), as WebP for who asks for it, else as JPEG."""
    photo = get_photo_or_404(request.user, key)
    if size not in SIZES:
        raise Http404
    kind = "webp" if _wants_webp(request) else "jpeg"
    response = send_private(request, getattr(photo, f"{SIZES[size]}_{kind}"), f"image/{kind}")
    patch_vary_headers(response, ["Accept"])
    return response


def _wants_webp(request: SignedInRequest) -> bool:
    asked = (accepted for accepted in request.accepted_types if accepted.sub_type == "webp")
    return any(accepted.quality > 0 for accepted in asked)


@require_safe
def attachment_file(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """A PDF, for keeping."""
    attachment = get_attachment_or_404(request.user, key)
    return send_private(request, attachment.file, "application/pdf", download_name=attachment.name)


@require_POST
def photo_add(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Add one photo (field ``photo``) to a draft; answers with its tile."""
    draft = _draft(request, key)
    try:
        photo = add_photo(draft, _upload(request, "photo"), by=request.user, key=key_of(request.POST, "upload"))
    except Refused as refused:
        return _refuse(request, draft, str(refused))
    return _answer(request, draft, "messaging/_photo_tile.html", {"look": look_at(photo)}, 201)


@require_POST
def attachment_add(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Add one PDF (field ``file``) to a draft; answers with its line."""
    draft = _draft(request, key)
    try:
        attachment = add_attachment(
            draft, _upload(request, "file"), by=request.user, key=key_of(request.POST, "upload")
        )
    except Refused as refused:
        return _refuse(request, draft, str(refused))
    return _answer(request, draft, "messaging/_file_line.html", {"file": attachment}, 201)


@require_safe
def photo_status(request: SignedInRequest, key: UUID) -> HttpResponse:
    """How far a photo of one's own is, as its tile."""
    photo = get_own_photo_or_404(request.user, key)
    return render(request, "messaging/_photo_tile.html", {"look": look_at(photo)})


@require_POST
def photo_remove(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a photo out of a draft."""
    photo = get_own_photo_or_404(request.user, key)
    remove_photo(photo, by=request.user)
    return _done(request, photo.post)


@require_POST
def attachment_remove(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a file out of a draft."""
    attachment = get_own_attachment_or_404(request.user, key)
    remove_attachment(attachment, by=request.user)
    return _done(request, attachment.post)


@require_POST
def photo_order(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put the photos of a draft in the order of their keys in field ``order``, with commas between."""
    draft = get_draft_or_404(request.user, key)
    order_photos(draft, request.POST.get("order", "").split(","), by=request.user)
    return _done(request, draft)


def _draft(request: SignedInRequest, key: UUID) -> Post:
    """The draft of this key; with field ``group`` it is made when there is none yet: the first photo may come first."""
    group = number_of(request.POST, "group")
    if group is None:
        return get_draft_or_404(request.user, key)
    school_group = get_group_or_404(request.user, group, POST)
    try:
        return open_draft(school_group, key=key, by=request.user)
    except KeyTaken as taken:
        raise Http404 from taken


def _upload(request: SignedInRequest, field: str) -> "UploadedFile[Any]":
    upload = request.FILES.get(field)
    if upload is None:
        raise Refused(_("No file came along. Choose one and try again."))
    return upload


def _is_plain(request: SignedInRequest) -> bool:
    """Whether a browser sent this as a form, and shows what comes back as a page."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return False
    return any(str(accepted).startswith("text/html") for accepted in request.accepted_types)


def _done(request: SignedInRequest, post: Post) -> HttpResponse:
    return redirect(composer_of(post)) if _is_plain(request) else HttpResponse(status=204)


def _answer(
    request: SignedInRequest, post: Post, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    return redirect(composer_of(post)) if _is_plain(request) else render(request, template, context, status=status)


def _refuse(request: SignedInRequest, post: Post, words: str) -> HttpResponse:
    if _is_plain(request):
        messages.error(request, words)
        return redirect(composer_of(post))
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
