"""One post: its page, its photos large, what it said before, and opening or closing its reactions."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts import reading
from accounts.models import User
from groups.audience import parents_of, placing_of
from groups.models import Restriction, SendingStop
from groups.roles import CLASSES, MODERATE, POST, REACT
from groups.standing import Standing, standing_of
from messaging.actions import set_reactions_open
from messaging.forms.reaction import ReactionForm, ReturnReactionForm
from messaging.models import Approval, Photo, Post, Reaction, Tombstone
from messaging.permissions import (
    get_post_or_404,
    get_post_to_close_or_404,
    get_shown_post_or_404,
    get_tombstone_or_404,
    get_unfinished_or_404,
)
from messaging.rules import may_still_change
from messaging.series import looks_at
from messaging.views.cards import Picture, picture_of
from messaging.views.consent import classes_of, last_request
from messaging.views.sending import day_hint
from protocol import clock
from protocol.clauses import clause


@require_safe
def post_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with all its photos, files and reactions; one that is not out yet, one's own or one that one may see
    coming, with what it waits for."""
    # A post can come out between the first two questions: then it is nowhere but for the first, asked again.
    for show in (_out, _not_out, _out):
        with suppress(Http404):
            return show(request, pk)
    return _removed(request, pk)


def _out(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_post_or_404(request.user, pk)  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()  # the page that waited for it is done
    return show_post(request, post, ReactionForm.blank())


def _not_out(request: HttpRequest, pk: int) -> HttpResponse:
    return _unfinished(request, get_unfinished_or_404(request.user, pk))  # type: ignore[arg-type]


def _removed(request: HttpRequest, pk: int) -> HttpResponse:
    """Not there any more, and that is said to who read it."""
    context = {"here": "news", "stone": get_tombstone_or_404(request.user, pk)}  # type: ignore[arg-type]
    return render(request, "messaging/post_removed.html", context, status=410)


@clause("F5")
def _paused(standing: Standing, post: Post) -> Restriction | None:
    """The measure because of which there is no box for a reaction; asked only of who misses it."""
    if not post.reactions_open or standing.may(REACT, post.school_group_id):
        return None
    return next(iter(standing.measures), None)


@clause("F5")
def _stopped(standing: Standing, post: Post) -> SendingStop | None:
    """The stop on all sending because of which there is no box for a reaction; asked only of who misses it, and whom no
    measure keeps from it."""
    if not post.reactions_open or standing.may(REACT, post.school_group_id) or standing.measures:
        return None
    return standing.stop


@clause("B6", "B4")
def show_post(request: HttpRequest, post: Post, form: ReactionForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a published post, with this form under it. ``more``: ``asks_staff`` when its writer, who is staff,
    must say to be sure, ``offends`` when its words are held, ``returning`` (a form) and ``returned`` when a reaction
    could not be sent back.

    At most eight queries, session and user included; one more where something was removed.
    """
    user: User = request.user  # type: ignore[assignment]
    standing, group = standing_of(request), post.school_group
    is_mine, moderates = post.author_id == user.pk and standing.may(POST, group.pk), standing.may(MODERATE, group.pk)
    placing, classes = placing_of(group, user), classes_of(post)
    if classes:
        placing = replace(placing, parents=parents_of(classes))
    context = {
        "here": "news",
        "post": post,
        "group": group,
        "pictures": noted_pictures_of(request, post),
        "files": list(post.attachments.all()),
        "is_own": post.author_id == user.pk,
        "placing": placing,
        "asks_teacher": standing.is_parent and not placing.as_staff and group.kind in CLASSES,
        "request_for": last_request(post) if is_mine and post.consent else None,
        "classes": classes,
        "form": form,
        "returning": ReturnReactionForm(),
        "may_react": post.reactions_open and standing.may(REACT, group.pk),
        "paused": _paused(standing, post),
        "stop": _stopped(standing, post),
        "may_edit": is_mine,
        "may_close": is_mine or moderates,
        "may_moderate": moderates,
    }
    context |= _written_under(post, user, as_staff=placing.as_staff) | more
    return render(request, "messaging/post_detail.html", context, status=status)


def _written_under(post: Post, user: User, *, as_staff: bool) -> dict[str, Any]:
    """What stands under a post: its reactions, those that are held, and tombstones."""
    rows = list(post.reactions.seen_by(user).with_protection().select_related("author", "decided_by"))
    reactions = [reaction for reaction in rows if reaction.held_at is None]
    stones = list(Tombstone.objects.filter(post_id=post.pk)) if post.has_stones else []  # type: ignore[attr-defined]
    return {
        "reactions": reactions,
        "held": [reaction for reaction in rows if reaction.held_at is not None],
        "thread": thread_of(reactions, stones),
        "photo_stones": [stone for stone in stones if stone.kind == Tombstone.Kind.PHOTO],
        "changeable": _changeable(reactions, user),
        "nameless": set() if as_staff else nameless_to(user, reactions),
    }


@clause("D12")
def thread_of(reactions: list[Reaction], stones: list[Tombstone]) -> list[Reaction | Tombstone]:
    """What was written under a post in its order, with a tombstone where something was removed."""
    gone = [stone for stone in stones if stone.kind == Tombstone.Kind.REACTION]
    return sorted([*reactions, *gone], key=lambda one: one.stood_at if isinstance(one, Tombstone) else one.created_at)


@clause("B8")
def nameless_to(user: User, reactions: list[Reaction]) -> set[int]:
    """The reactions that another parent reads without name and portrait: those of families with a protected address."""
    return {
        reaction.pk
        for reaction in reactions
        if reaction.is_protected and reaction.author_id != user.pk  # type: ignore[attr-defined]
    }


def pictures_of(post: Post) -> list[Picture]:
    """All photos of a post that readers may see, in order; of one that is not out yet, all that are ready."""
    photos = post.photos.shown() if post.is_published else post.photos.ready()
    rows = photos.values_list("pk", "key", "alt", "width", "height")
    return [picture_of(number, row) for number, row in enumerate(rows, start=1)]


def noted_pictures_of(request: HttpRequest, post: Post) -> list[Picture]:
    """All photos of a post for a page that shows it whole: who saw them stands in the log."""
    pictures = pictures_of(post)
    reading.note(request, reading.Kind.POST, post.pk, [picture.pk for picture in pictures])
    return pictures


def _changeable(reactions: list[Reaction], user: User) -> set[int]:
    now = clock.now()
    mine = (reaction for reaction in reactions if reaction.author_id == user.pk)
    return {reaction.pk for reaction in mine if may_still_change(reaction.created_at, now)}


def _unfinished(request: HttpRequest, post: Post) -> HttpResponse:
    states = list(post.photos.values_list("state", flat=True))
    is_planned, is_mine = post.state == Post.State.PLANNED, post.author_id == request.user.pk
    for_me = Approval.objects.decidable_by(request.user).filter(post=post)  # type: ignore[arg-type]
    looks = looks_at(post, list(post.photos.all())) if is_mine else ()
    context = {
        "here": "write",
        "post": post,
        "group": post.school_group,
        "request_for": last_request(post) if is_mine else None,
        "for_me": for_me.values_list("pk", flat=True).first() if post.state == Post.State.WAITING else None,
        "may_change": is_mine or is_planned,
        "is_on_its_way": post.state != Post.State.DRAFT,
        "is_due": is_planned and post.publish_at is not None and post.publish_at <= clock.now(),
        "ready": states.count(Photo.State.READY),
        "total": len(states),
        "refused": post.photos.filter(state=Photo.State.REFUSED) if Photo.State.REFUSED in states else (),
        # Asked again and again while its photos are being prepared: that is no page somebody opens.
        "pictures": pictures_of(post) if request.htmx else noted_pictures_of(request, post),  # type: ignore[attr-defined]
        "files": list(post.attachments.all()),
        "hint": day_hint(post),
        "looks": looks,  # for who may change it alone: nobody else needs to know which children were named
        "is_stopped": any(look.denied or look.stale for look in looks),
        "may_post": standing_of(request).may(POST, post.school_group_id),
    }
    template = "messaging/_post_waiting.html" if request.htmx else "messaging/post_waiting.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def post_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a post said before, newest change first."""
    post = get_post_or_404(request.user, pk)  # type: ignore[arg-type]
    reading.note(request, reading.Kind.POST, post.pk)
    versions = list(post.versions.select_related("replaced_by"))
    context = {"here": "news", "post": post, "group": post.school_group, "versions": versions}
    return render(request, "messaging/post_history.html", context)


@clause("B8")
@require_safe
def photo_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One photo of a post, large; ``number`` counts from 1."""
    post = get_shown_post_or_404(request.user, pk)  # type: ignore[arg-type]
    pictures = pictures_of(post)
    if not 1 <= number <= len(pictures):
        raise Http404
    photo, standing = pictures[number - 1], standing_of(request)
    reading.note(request, reading.Kind.PHOTO, photo.pk)
    as_staff, is_mine = standing.may(MODERATE, post.school_group_id), post.author_id == request.user.pk
    context = {
        "here": "news",
        "post": post,
        "group": post.school_group,
        "may_point": post.is_published and (as_staff or standing.is_parent),
        "points_as_staff": as_staff and not standing.is_parent,
        "photo": photo,
        "may_report": post.is_published and not is_mine,
        "may_take_away": post.is_published and (as_staff or is_mine),
        "is_mine": is_mine,
        "total": len(pictures),
        "previous": number - 1 or None,
        "next": number + 1 if number < len(pictures) else None,
    }
    return render(request, "messaging/photo_detail.html", context)


@require_POST
def reactions_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Open (``open=1``) or close the reactions under a post."""
    post = get_post_to_close_or_404(request.user, pk)  # type: ignore[arg-type]
    is_open = request.POST.get("open") == "1"
    if set_reactions_open(post, is_open, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Parents can react again.") if is_open else _("Reactions are closed."))
    return redirect("messaging:post-detail", post.pk)
