"""Who can be recognised: said of a whole series of photos with one tap, or of one photo (D2, D3)."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from messaging.actions import mark_pupils, say_no_swimwear
from messaging.forms.post import ids_of, keys_of
from messaging.models import Photo, Post
from messaging.permissions import get_draft_or_404, get_draft_photo_or_404
from messaging.series import Series, series_of
from messaging.views.composer import READ_OR_SEND, composer_of, note_series, say_as_shown, tell_list_changed
from protocol.clauses import clause

Said = Photo.Recognisable


def _is_script(request: SignedInRequest) -> bool:
    """Whether the composer's script asks, which shows a piece in its place; else a browser shows a page."""
    return "X-Requested-With" in request.headers


@clause("D2", "D3")
@require_POST
def series_recognise(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Field ``recognisable`` says it of all photos of a draft, or of those with the keys in fields ``photo``;
    ``no_swimwear`` (``on`` or ``off``) of the series. Answers with what the composer shows of it."""
    draft = get_draft_or_404(request.user, key)
    if "no_swimwear" in request.POST:
        say_no_swimwear(draft, request.POST["no_swimwear"] == "on", by=request.user)
        draft.refresh_from_db()
    is_kept = _say(request, draft, keys_of(request.POST, "photo"))
    return _answer(request, draft, is_kept=is_kept)


def _say(request: SignedInRequest, draft: Post, keys: list[UUID] | None) -> bool:
    """Whether what was said is kept; the script shows the list anew, others hear it on the next page."""
    said = request.POST.get("recognisable", "")
    is_kept = said not in (Said.NOBODY, Said.CONSENTED) or say_as_shown(request, draft, said, keys)
    if not is_kept and not _is_script(request):
        tell_list_changed(request)
    return is_kept


@clause("D3")
@require_http_methods(READ_OR_SEND)
def photo_recognise(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Who can be recognised on one photo of one's draft. POST: ``recognisable`` (nobody or consented), or the pupils
    in fields ``pupils``; a child that is named counts over the other answers."""
    photo = get_draft_photo_or_404(request.user, key)
    if request.method != "POST":
        return _show(request, photo)
    is_kept = True
    if pupils := ids_of(request.POST, "pupils"):
        mark_pupils(photo, pupils, by=request.user)
    elif request.POST.get("recognisable"):
        is_kept = _say(request, photo.post, [key])
    else:
        mark_pupils(photo, [], by=request.user)
    if _is_script(request):
        return _answer(request, photo.post, is_kept=is_kept, photo=photo)
    series = series_of(photo.post.school_group, photo.post)
    look = series.look_at(photo)
    if not is_kept or not look.may_go:
        return _show(request, photo, is_asked=is_kept, status=422)
    if "next" in request.POST and series.to_say:
        return redirect("messaging:photo-recognise", series.to_say[0].photo.key)
    return redirect(f"{composer_of(photo.post)}#foto-{photo.key}")


def _show(request: SignedInRequest, photo: Photo, *, is_asked: bool = False, status: int = 200) -> HttpResponse:
    """The page of one photo; as a piece of the composer for its script."""
    draft = photo.post
    series = series_of(draft.school_group, draft)
    look = series.look_at(photo)
    note_series(request, replace(series, looks=(look,)), draft)
    context = {"here": "write", "post": draft, "group": draft.school_group, "series": series, "look": look}
    context |= {"back": composer_of(draft), "is_asked": is_asked, "rest": _rest(series, photo)}
    if _is_script(request):
        return render(request, "messaging/_look.html", context | {"prefix": f"{photo.key}-"})
    return render(request, "messaging/photo_recognise.html", context, status=status)


def _rest(series: Series, photo: Photo) -> int:
    """How many other photos wait for an answer."""
    return sum(look.photo.pk != photo.pk for look in series.to_say)


def _answer(request: SignedInRequest, draft: Post, *, is_kept: bool = True, photo: Photo | None = None) -> HttpResponse:
    if not _is_script(request):
        return redirect(composer_of(draft))
    series = series_of(draft.school_group, draft)
    look = series.look_at(photo) if photo is not None else None
    context = {"series": series, "draft": draft, "key": draft.key, "no_swimwear": draft.no_swimwear, "look": look}
    context |= {"is_kept": is_kept, "prefix": f"{photo.key}-" if photo is not None else ""}
    return render(request, "messaging/_recognition.html", context, status=200 if is_kept else 409)
