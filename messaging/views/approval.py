"""Consent: what waits, exactly as parents will read it; agreeing, and sending back with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from groups.audience import audience_of, parents_of
from groups.models import SchoolGroup
from groups.standing import standing_of
from messaging.actions import ChangedMeanwhile, approve, hash_of, send_back
from messaging.facts import Posting
from messaging.forms.approval import ReturnForm
from messaging.models import Approval, Photo, Post
from messaging.offending import Offends, offences_in_change, offences_in_post
from messaging.permissions import get_approval_or_404
from messaging.rules import plan_post
from messaging.rules.offence import Offence
from messaging.views.cards import Picture
from messaging.views.consent import classes_of
from messaging.views.post import noted_pictures_of
from protocol import clock
from protocol.clauses import clause

Outcome = Approval.Outcome
READ_OR_SEND = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Preview:
    """A post as its readers will have it: with what, for whom, and when it would go out (None: at once)."""

    post: Post
    pictures: list[Picture]
    files: list[Any]
    unready: int
    classes: list[SchoolGroup]
    parents: int
    goes_out_at: datetime | None


def preview_of(request: SignedInRequest, post: Post) -> Preview:
    """The preview of a post that waits. A fixed number of queries."""
    classes = classes_of(post)
    now = clock.now()
    plan = plan_post(now, Posting(post.school_group, post.author).facts(besides=post))
    return Preview(
        post=post,
        pictures=noted_pictures_of(request, post),
        files=list(post.attachments.all()),
        unready=post.photos.exclude(state=Photo.State.READY).count(),
        classes=classes,
        parents=parents_of(classes) if classes else audience_of(post.school_group).parents,
        goes_out_at=plan.publish_at if plan.publish_at > now else None,
    )


@clause("B5")
@require_http_methods(READ_OR_SEND)
def approval_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What waits for a decision. POST: agree with what field ``seen`` stands for."""
    approval = get_approval_or_404(request.user, pk)
    if approval.outcome == Outcome.WITHDRAWN and (anew := _asked_anew(request, approval)) is not None:
        return _show(request, anew, is_changed=True)
    if approval.decided_at is not None:
        return _show_decided(request, approval)
    if request.method != "POST":
        return _show(request, approval)
    try:
        is_done = approve(approval, by=request.user, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile:
        anew = _asked_anew(request, approval)
        return _too_late(request, approval) if anew is None else _show(request, anew, is_changed=True)
    if is_done:
        messages.success(request, _("You agreed. The writer gets word of it."))
        return _leave(request)
    return _too_late(request, approval)


@clause("B5")
@require_http_methods(READ_OR_SEND)
def approval_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a post back to its writer with a reason; what was written stays when it cannot be sent."""
    approval = get_approval_or_404(request.user, pk)
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm()
    if approval.outcome == Outcome.WITHDRAWN and (anew := _asked_anew(request, approval)) is not None:
        return _show_return(request, anew, form, status=409 if form.is_bound else 200)
    if approval.decided_at is not None:
        return _show_decided(request, approval)
    if form.is_bound and form.is_valid():
        if send_back(approval, form.cleaned_data["reason"], by=request.user):
            messages.success(request, _("It is back with the writer, with your reason."))
            return _leave(request)
        return _too_late(request, approval)
    return _show_return(request, approval, form, status=422 if form.is_bound else 200)


def _show_return(request: SignedInRequest, approval: Approval, form: ReturnForm, *, status: int) -> HttpResponse:
    context = {"here": "desk", "approval": approval, "post": approval.post, "form": form, "is_changed": status == 409}
    return render(request, "messaging/approval_return.html", context, status=status)


def _show(request: SignedInRequest, approval: Approval, *, is_changed: bool = False) -> HttpResponse:
    preview = preview_of(request, approval.post)
    context = {
        "here": "desk",
        "approval": approval,
        "post": approval.post,
        "group": approval.post.school_group,
        "preview": preview,
        "change": change_of(approval),
        "offends": Offends(_held_in(approval)),
        # Photos that nobody can see yet are photos that nobody can agree with.
        "seen": "" if preview.unready else hash_of(approval),
        "is_changed": is_changed,
    }
    return render(
        request,
        "messaging/approval_detail.html",
        context,
        status=409 if is_changed and request.method == "POST" else 200,
    )


@clause("E4")
def _held_in(approval: Approval) -> list[Offence]:
    """What of the words is held: for who decides."""
    if approval.change is None:
        return offences_in_post(approval.post)
    return offences_in_change(approval.post, approval.change)


@dataclass(frozen=True)
class Change:
    """The new words of a post that is out."""

    kind_label: str
    title: str
    text: str
    alts: list[tuple[int, str]]


def change_of(approval: Approval) -> Change | None:
    """What a post that is out would say, the photos with another description by the number under which the head sees
    them: not those that are hidden. None when it is not out yet."""
    said: Mapping[str, Any] | None = approval.change
    if said is None:
        return None
    new = said.get("alts", {})
    photos = enumerate(approval.post.photos.shown().values_list("key", "alt"), start=1)
    alts = [(number, new[str(key)]) for number, (key, alt) in photos if new.get(str(key), alt) != alt]
    return Change(str(Post.Kind(said["kind"]).label), said["title"], said["text"], alts)


def _asked_anew(request: SignedInRequest, approval: Approval) -> Approval | None:
    """The request that took the place of this one: the writer changed the post, and asks about the new words."""
    waiting = Approval.objects.decidable_by(request.user).filter(post=approval.post_id)
    found: Approval | None = waiting.select_related("author", "post__author", "post__school_group__school").first()
    return found


def _show_decided(request: SignedInRequest, approval: Approval) -> HttpResponse:
    context = {"here": "desk", "approval": approval}
    return render(request, "messaging/approval_decided.html", context)


def _too_late(request: SignedInRequest, approval: Approval) -> HttpResponse:
    approval.refresh_from_db()
    if approval.decided_by is not None:
        who = {"name": approval.decided_by.called}
        messages.info(request, _("%(name)s decided about this already.") % who)
    else:
        messages.info(request, _("The writer took it back. Nothing went out."))
    return _leave(request)


def _leave(request: SignedInRequest) -> HttpResponse:
    return redirect("messaging:desk" if standing_of(request).decides else "home")
