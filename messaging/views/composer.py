"""Writing: choosing a group, the composer with its draft, and changing what was placed."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from groups import audience as readers
from groups.models import SchoolGroup
from groups.permissions import get_group_or_404
from groups.roles import CLASSES, POST
from groups.standing import standing_of
from messaging.actions import (
    ChangedMeanwhile,
    Content,
    KeyTaken,
    discard_draft,
    edit_post,
    order_photos,
    remove_attachment,
    remove_photo,
    save_draft,
    write_post,
)
from messaging.actions.posts import Written
from messaging.facts import Posting
from messaging.forms.post import PostForm, alts_of, audience_of, key_of, sheet_of
from messaging.forms.sending import SendForm
from messaging.models import Photo, Post
from messaging.outlook import Outlook
from messaging.permissions import get_draft_or_404, get_own_post_or_404
from messaging.rules import ALT_MAX, FILES_MAX, PHOTOS_MAX, TEXT_MAX, TITLE_MAX
from messaging.views.consent import consent_in, last_request_waits, last_return, waiting_words
from messaging.views.sending import tell_outcome, when_context
from protocol import clock

State = Post.State
READ_OR_SEND = ["GET", "HEAD", "POST"]
# The buttons beside a photo or a file that work without script: the whole form goes along, so no word is lost.
TILE_BUTTONS = ("forward", "backward", "remove_photo", "remove_file")


@require_safe
def post_choose(request: SignedInRequest) -> HttpResponse:
    """Where to write: the groups in which one may, and what one began."""
    groups = standing_of(request).writable
    if not groups:
        raise Http404
    drafts = (
        Post.objects.written_by(request.user)
        .filter(state=State.DRAFT)
        .select_related("school_group")
        .order_by("-saved_at", "-pk")
    )
    if len(groups) == 1 and len(drafts) < 2:
        return redirect("messaging:post-create", groups[0].pk)
    return render(request, "messaging/post_choose.html", {"here": "write", "groups": groups, "drafts": drafts})


@require_http_methods(READ_OR_SEND)
def post_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """The composer of a group. POST: place it, keep it (``save``), or do what a button beside a photo says."""
    school_group = get_group_or_404(request.user, pk, POST)
    if request.method == "POST":
        return _receive(request, school_group)
    draft = _open_draft(request, school_group)
    form = SendForm(initial=_initial(draft, school_group), outlook=Outlook(school_group, request.user))
    return _show(request, school_group, form, draft)


def _open_draft(request: SignedInRequest, school_group: SchoolGroup) -> Post | None:
    """The draft that is asked for, else the newest in this group."""
    drafts = Post.objects.written_by(request.user).filter(school_group=school_group, state=State.DRAFT)
    if "nieuw" in request.GET:
        return None
    if "concept" in request.GET:
        return drafts.filter(key=key_of(request.GET, "concept")).first()
    return drafts.order_by("-saved_at", "-pk").first()


def _initial(post: Post | None, school_group: SchoolGroup) -> dict[str, object]:
    kind = Post.Kind.DAY if school_group.kind in CLASSES else Post.Kind.NEWS
    return vars(_content_of(post)) if post else {"kind": kind.value, "reactions_open": True}


def _content_of(post: Post) -> Content:
    return Content(post.kind, post.title, post.text, post.reactions_open)


def _show(
    request: SignedInRequest, school_group: SchoolGroup, form: SendForm, draft: Post | None, refused: Sequence[str] = ()
) -> HttpResponse:
    context = {
        **when_context(form.outlook, form, *(form[name].value() or "" for name in ("title", "text"))),
        "here": "write",
        "group": school_group,
        "audience": readers.audience_of(school_group),
        "hat": form.outlook.posting.hat,
        "form": form,
        "kinds": Post.Kind.choices,
        "key": draft.key if draft else uuid4(),
        "draft": draft,
        "photos": draft.photos.all() if draft else (),
        "files": draft.attachments.all() if draft else (),
        "refused": refused,
        "today": clock.today(),
        "limits": {"title": TITLE_MAX, "text": TEXT_MAX, "alt": ALT_MAX, "photos": PHOTOS_MAX, "files": FILES_MAX},
    }
    context |= consent_in(form.outlook.posting, draft, request.POST)
    status = 422 if form.errors or refused else 200
    return render(request, "messaging/post_create.html", context, status=status)


def _receive(request: SignedInRequest, school_group: SchoolGroup) -> HttpResponse:
    is_sent = not ("save" in request.POST or any(button in request.POST for button in TILE_BUTTONS))
    form, key = (
        SendForm(request.POST, outlook=Outlook(school_group, request.user), is_sent=is_sent),
        key_of(request.POST),
    )
    is_whole = form.is_valid()
    before = Post.objects.filter(key=key, author=request.user).first()
    how = {"choice": form.choice(), "add_to": form.target, "swap_with": form.partner}
    try:
        written = write_post(school_group, sheet_of(request, form, before, **how), key=key, by=request.user)
    except KeyTaken as taken:
        raise Http404 from taken
    if written.was_out or written.was_added:
        return _answer_again(request, school_group, form, written)
    if written.post.state != State.DRAFT:
        tell_outcome(request, form, written.post)
        return redirect("messaging:post-detail", written.post.pk)
    _press(request, written.post)
    if written.unplanned:
        form.add_error("day" if form.choice().day else "when", written.unplanned)
    refused = written.refused + _refused_before(written.post, is_sent=is_sent)
    if refused or not is_whole or written.unplanned:
        return _show(request, school_group, form, written.post, refused)
    return redirect(composer_of(written.post))


def _answer_again(
    request: SignedInRequest, school_group: SchoolGroup, form: SendForm, written: Written
) -> HttpResponse:
    """The same form again: once is enough. Other words in a form that was used: they are kept as something new."""
    post, content = written.post, form.content()
    if written.was_added and content.text in post.text:
        messages.success(request, _("It is added to the news item of today. Who reads it sees when."))
        return redirect("messaging:post-detail", post.pk)
    if (content.kind, content.title, content.text) == (post.kind, post.title, post.text):
        return redirect("messaging:post-detail", post.pk)
    messages.warning(request, _("This news item is placed already. What you write here now becomes a new one."))
    return _show(request, school_group, form, None)


def _refused_before(post: Post, *, is_sent: bool) -> list[str]:
    """Photos that keep a sent post at home, each in the words for its author."""
    refused = post.photos.filter(state=Photo.State.REFUSED) if is_sent else ()
    return [photo.reason for photo in refused]


def _press(request: SignedInRequest, post: Post) -> None:
    """Do what the button beside a photo or a file says."""
    keys = [str(key) for key in post.photos.values_list("key", flat=True)]
    for button, step in (("forward", -1), ("backward", 1)):
        if (key := request.POST.get(button)) in keys:
            place = keys.index(key)
            keys.insert(max(place + step, 0), keys.pop(place))
            order_photos(post, keys, by=request.user)
    for photo in post.photos.filter(key=key_of(request.POST, "remove_photo")):
        remove_photo(photo, by=request.user)
    for file in post.attachments.filter(key=key_of(request.POST, "remove_file")):
        remove_attachment(file, by=request.user)


def composer_of(post: Post) -> str:
    """The address at which this draft is written on."""
    return f"{reverse('messaging:post-create', args=[post.school_group_id])}?concept={post.key}"


@require_POST
def draft_save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is being written, called by the composer a moment after typing stops. Answers JSON."""
    school_group = get_group_or_404(request.user, pk, POST)
    form, key = PostForm(request.POST), key_of(request.POST)
    is_whole = form.is_valid()
    content = form.content(before=Post.objects.filter(key=key, author=request.user).first())
    try:
        post = save_draft(
            school_group,
            content,
            key=key,
            by=request.user,
            alts=alts_of(request.POST),
            audience=audience_of(request.POST),
        )
    except KeyTaken as taken:
        raise Http404 from taken
    if post.state != State.DRAFT:
        return JsonResponse({"error": _("This news item is placed already.")}, status=409)
    if not is_whole:
        return JsonResponse({"error": form.problems()[0][1]}, status=422)
    saved = clock.at_school(post.saved_at)
    return JsonResponse({"saved": f"{saved.hour}.{saved.minute:02d}"})


@require_POST
def draft_discard(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Throw a draft away and begin again."""
    post = get_draft_or_404(request.user, key)
    if discard_draft(post, by=request.user):
        messages.success(request, _("Your draft is gone. You can begin again."))
    return redirect(f"{reverse('messaging:post-create', args=[post.school_group_id])}?nieuw=1")


@require_http_methods(READ_OR_SEND)
def post_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what one's own post says, out or on its way; a draft is changed in the composer."""
    post = get_own_post_or_404(request.user, pk)
    if post.state == State.DRAFT:
        return redirect(composer_of(post))
    if request.method != "POST":
        return _show_edit(request, post, PostForm(initial=_to_write_on(request, post)))
    form = PostForm(request.POST, is_sent=True)
    if not form.is_valid():
        return _show_edit(request, post, form, seen=request.POST.get("seen"))
    was_asked = last_request_waits(post)
    try:
        is_changed = edit_post(
            post,
            form.content(),
            by=request.user,
            seen=request.POST.get("seen", ""),
            alts=alts_of(request.POST),
        )
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
    return vars(_content_of(post)) | {name: value for name, value in new.items() if name != "alts"}


def _show_edit(
    request: SignedInRequest, post: Post, form: PostForm, *, seen: str | None = None, is_changed_meanwhile: bool = False
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
        "seen": seen or post.content_hash(),
        "is_changed_meanwhile": is_changed_meanwhile,
        "limits": {"title": TITLE_MAX, "text": TEXT_MAX, "alt": ALT_MAX},
    }
    status = 409 if is_changed_meanwhile else 422 if form.errors else 200
    return render(request, "messaging/post_edit.html", context, status=status)
