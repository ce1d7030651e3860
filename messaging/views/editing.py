"""Changing what one's own post says, out or on its way."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from messaging.actions import ChangedMeanwhile, Content, edit_post
from messaging.confidential import to_think_over
from messaging.facts import Posting
from messaging.forms.post import PostForm, alts_of
from messaging.models import Post
from messaging.offending import Offends
from messaging.permissions import get_own_post_or_404
from messaging.rules import ALT_MAX, TEXT_MAX, TITLE_MAX
from messaging.views.composer import READ_OR_SEND, composer_of, content_of
from messaging.views.consent import last_request_waits, last_return, waiting_words
from messaging.views.post import noted_pictures_of
from protocol.finding import Finding

State = Post.State


@require_http_methods(READ_OR_SEND)
def post_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what one's own post says, out or on its way; a draft is changed in the composer."""
    post = get_own_post_or_404(request.user, pk)
    if post.state == State.DRAFT:
        return redirect(composer_of(post))
    if request.method != "POST":
        return _show_edit(request, post, PostForm(initial=_to_write_on(request, post)))
    form = PostForm(request.POST, is_sent=True)
    content = form.content() if form.is_valid() else Content("", "", "")
    confidential = to_think_over(request, post.school_group, content.title, content.text)
    if form.errors or confidential:
        return _show_edit(request, post, form, seen=request.POST.get("seen"), confidential=confidential)
    was_asked = last_request_waits(post)
    try:
        is_changed = edit_post(
            post,
            content,
            by=request.user,
            seen=request.POST.get("seen", ""),
            alts=alts_of(request.POST),
            asks="ask" in request.POST,
        )
    except Offends as offends:
        return _show_edit(request, post, form, seen=request.POST.get("seen"), offends=offends)
    except ChangedMeanwhile as changed:
        return _show_edit(request, changed.post, form, is_changed_meanwhile=True)
    if is_changed and last_request_waits(post):
        messages.success(request, waiting_words(post))
    elif is_changed and was_asked and post.is_published:
        messages.success(request, _("Your change is taken back. The old words stay."))
    else:
        messages.success(request, _("The news item is changed.") if is_changed else _("Nothing was changed."))
    return redirect("messaging:post-detail", post.pk)


def _to_write_on(request: SignedInRequest, post: Post) -> dict[str, object]:
    """What the post says; with ``?terug`` the new words that came back, to go on with."""
    returned = last_return(post) if "terug" in request.GET else None
    new = (returned.change or {}) if returned is not None else {}
    return vars(content_of(post)) | {name: value for name, value in new.items() if name != "alts"}


def _show_edit(
    request: SignedInRequest,
    post: Post,
    form: PostForm,
    *,
    seen: str | None = None,
    is_changed_meanwhile: bool = False,
    offends: Offends | None = None,
    confidential: Sequence[Finding] = (),
) -> HttpResponse:
    alts = alts_of(request.POST)
    photos = list(post.photos.all())
    for photo in photos:
        photo.alt = alts.get(str(photo.key), photo.alt)
    context = {
        "here": "write",
        "post": post,
        "group": post.school_group,
        "form": form,
        "kinds": Post.Kind.choices,
        "needs_consent": Posting(post.school_group, post.author).approver.is_asked,
        "photos": photos,
        "seen_photos": {picture.key for picture in noted_pictures_of(request, post)},
        "seen": seen or post.content_hash(),
        "is_changed_meanwhile": is_changed_meanwhile,
        "offends": offends,
        "confidential": confidential,
        "limits": {"title": TITLE_MAX, "text": TEXT_MAX, "alt": ALT_MAX},
    }
    status = 409 if is_changed_meanwhile else 422 if form.errors or offends or confidential else 200
    return render(request, "messaging/post_edit.html", context, status=status)
