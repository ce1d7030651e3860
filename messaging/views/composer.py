"""Writing: choosing a group, and the composer with its draft."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from groups import audience as readers
from groups.models import SchoolGroup
from groups.permissions import get_group_or_404
from groups.roles import CLASSES, POST
from groups.standing import standing_of
from messaging.actions import (
    Content,
    KeyTaken,
    discard_draft,
    order_photos,
    remove_attachment,
    remove_photo,
    save_draft,
    say_no_swimwear,
    say_of_series,
    write_post,
)
from messaging.actions.posts import Written
from messaging.confidential import to_think_over
from messaging.forms.post import PostForm, alts_of, audience_of, key_of, sheet_of
from messaging.forms.sending import SendForm
from messaging.models import Photo, Post
from messaging.offending import Offends
from messaging.outlook import Outlook
from messaging.permissions import get_draft_or_404
from messaging.recognition import consenting_in, in_words
from messaging.rules import ALT_MAX, FILES_MAX, PHOTOS_MAX, TEXT_MAX, TITLE_MAX, mind_the_names
from messaging.series import Series, series_of
from messaging.views.consent import consent_in
from messaging.views.sending import tell_outcome, when_context
from messaging.views.stopped import while_stopped
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding

State = Post.State
READ_OR_SEND = ["GET", "HEAD", "POST"]
# The buttons beside a photo or a file that work without script: the whole form goes along, so no word is lost.
TILE_BUTTONS = ("forward", "backward", "remove_photo", "remove_file", "series")
PAGES = {"look": "messaging:photo-recognise", "crop": "messaging:photo-crop", "cover": "messaging:photo-cover"}

# The shape of a hint about names, for the script to fill in.
NAMES_HINT = mind_the_names(["Naam"], "Naam")


@require_safe
def post_choose(request: SignedInRequest) -> HttpResponse:
    """Where to write: the groups in which one may, and what one began."""
    groups = standing_of(request).writable
    if not groups:
        return while_stopped(request)
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
    try:
        school_group = get_group_or_404(request.user, pk, POST)
    except Http404:
        return while_stopped(request)
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
    return vars(content_of(post)) if post else {"kind": kind.value, "reactions_open": True}


def content_of(post: Post) -> Content:
    return Content(post.kind, post.title, post.text, post.reactions_open)


def _show(
    request: SignedInRequest,
    school_group: SchoolGroup,
    form: SendForm,
    draft: Post | None,
    refused: Sequence[str] = (),
    *,
    offends: Offends | None = None,
    confidential: Sequence[Finding] = (),
) -> HttpResponse:
    texts = [form[name].value() or "" for name in ("title", "text")]
    series = series_of(school_group, draft)
    note_series(request, series, draft)
    context = {
        **when_context(form.outlook, form, *texts),
        **_of_draft(school_group, series, draft),
        "here": "write",
        "hat": form.outlook.posting.hat,
        "form": form,
        "kinds": Post.Kind.choices,
        "names": mind_the_names(series.unnamed, *texts),
        "names_hint": NAMES_HINT,
        "left": [(f"id_{name}", words) for name, words in form.problems()] + _photos_left(series, draft),
        "refused": refused,
        "offends": offends,
        "confidential": confidential,
        "today": clock.today(),
        "limits": {"title": TITLE_MAX, "text": TEXT_MAX, "alt": ALT_MAX, "photos": PHOTOS_MAX, "files": FILES_MAX},
    }
    context |= consent_in(form.outlook.posting, draft, request.POST)
    status = 422 if form.errors or refused or offends or confidential else 200
    return render(request, "messaging/post_create.html", context, status=status)


def _of_draft(school_group: SchoolGroup, series: Series, draft: Post | None) -> dict[str, object]:
    """What the composer shows of what is kept already, and for whom it is."""
    return {
        "group": school_group,
        "audience": readers.audience_of(school_group),
        "key": draft.key if draft else uuid4(),
        "draft": draft,
        "series": series,
        "no_swimwear": draft is not None and draft.no_swimwear,
        "files": draft.attachments.all() if draft else (),
    }


def note_series(request: SignedInRequest, series: Series, draft: Post | None) -> None:
    """For the log of who saw what: the photos, and the children of whom the page says that they may not be on them."""
    if draft is not None:
        photos = [look.photo.pk for look in series.looks if look.is_ready]
        reading.note(request, reading.Kind.POST, draft.pk, photos)
    reading.note_pupils(request, [pupil.pk for pupil in series.denied])


def _photos_left(series: Series, draft: Post | None) -> list[tuple[str, str]]:
    """What the photos of a draft still need, each with the place on the page where it is mended."""
    findings = series.findings(no_swimwear=draft is not None and draft.no_swimwear)
    return [("id_no_swimwear" if finding.clause == "D2" else "h-photos", in_words(finding)) for finding in findings]


def _receive(request: SignedInRequest, school_group: SchoolGroup) -> HttpResponse:
    is_sent = not any(button in request.POST for button in ("save", *TILE_BUTTONS, *PAGES))
    form = SendForm(request.POST, outlook=Outlook(school_group, request.user), is_sent=is_sent)
    key, is_whole = key_of(request.POST), form.is_valid()
    confidential = _to_think_over(request, school_group, form) if is_sent and is_whole else ()
    form.is_sent = is_sent and not confidential
    before = Post.objects.filter(key=key, author=request.user).first()
    how: dict[str, Any] = {
        "choice": form.choice(),
        "add_to": form.target,
        "swap_with": form.partner,
        "asks": "ask" in request.POST,
    }
    how |= {"is_important": bool(form.cleaned_data.get("important")), "why_important": form.why}
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
    refused += [in_words(finding) for finding in written.stopped]
    if refused or not is_whole or written.unplanned or written.offends or confidential:
        offends = written.offends
        return _show(request, school_group, form, written.post, refused, offends=offends, confidential=confidential)
    return redirect(_page_of(request, written.post) or composer_of(written.post))


def _to_think_over(request: SignedInRequest, school_group: SchoolGroup, form: SendForm) -> tuple[Finding, ...]:
    content = form.content()
    return to_think_over(request, school_group, content.title, content.text, *alts_of(request.POST).values())


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
    if "series" in request.POST and not say_as_shown(request, post, request.POST["series"]):
        tell_list_changed(request)


@clause("D3")
def say_as_shown(request: SignedInRequest, post: Post, said: str, keys: Sequence[UUID] | None = None) -> bool:
    """Say who can be recognised on all photos of a draft, or on these. False when another child may not be on photos
    than the form showed: nothing is kept then."""
    seen = request.POST.get("consenting", "")
    is_said = say_of_series(post, said, by=request.user, keys=keys, seen=seen) > 0
    return is_said or seen in ("", consenting_in(post.school_group).digest)


def tell_list_changed(request: SignedInRequest) -> None:
    messages.warning(request, _("Another child may not be on photos now. Look at the list once more."))


def _page_of(request: SignedInRequest, post: Post) -> str | None:
    """The page about one photo that a button in its tile leads to: the words are kept first."""
    for button, name in PAGES.items():
        if photo := post.photos.filter(key=key_of(request.POST, button)).first():
            return reverse(name, args=[photo.key])
    return None


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
    if "form" in request.POST:
        say_no_swimwear(post, request.POST.get("no_swimwear") == "on", by=request.user)
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
