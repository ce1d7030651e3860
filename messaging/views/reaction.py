"""Reactions: writing one, changing one's own, taking it back."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import TooMany
from accounts.models import User
from groups.permissions import role_in
from groups.roles import CLASSES, STAFF
from groups.standing import standing_of
from messaging.actions import add_reaction, edit_reaction, withdraw_reaction
from messaging.actions.posts import KeyTaken
from messaging.actions.reactions import ReactionsClosed
from messaging.confidential import to_think_over_here
from messaging.forms.reaction import ReactionForm
from messaging.models import Post, Reaction
from messaging.offending import Offends
from messaging.permissions import (
    get_own_reaction_or_404,
    get_post_of_own_reaction_or_404,
    get_post_or_404,
    get_post_to_react_or_404,
    get_reaction_to_edit_or_404,
)
from messaging.rules import staff_answers, takes_reactions
from messaging.views.post import show_post
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding


@require_POST
def reaction_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write under a post. What was written stays in the form when it cannot be placed."""
    form = ReactionForm(request.POST)
    try:
        post = get_post_to_react_or_404(request.user, pk)  # type: ignore[arg-type]
    except Http404:
        return _while_kept_from_it(request, pk, form)
    return _place(request, post, form)


def _place(request: HttpRequest, post: Post, form: ReactionForm) -> HttpResponse:
    finding = takes_reactions(is_published=post.is_published, reactions_open=post.reactions_open)
    if finding and form.is_valid():
        form.add_error(finding.field, _(finding.message))
    if not form.is_valid():
        return show_post(request, post, form, status=422)
    if _asks_staff(request, post):
        return show_post(request, post, form, status=422, asks_staff=True)
    if confidential := to_think_over_here(request, post.school_group, form.cleaned_data["text"]):
        return show_post(request, post, form, status=422, confidential=confidential)
    try:
        reaction = add_reaction(
            post,
            form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            key=form.cleaned_data["key"],
            asks="ask" in request.POST,
        )
    except Offends as offends:
        return show_post(request, post, form, status=422, offends=offends)
    except (TooMany, ReactionsClosed) as why:
        form.add_error("text", _in_words(why))
        return show_post(request, post, form, status=422)
    except KeyTaken as taken:
        raise Http404 from taken
    return redirect(_place_of(reaction))


def _in_words(why: TooMany | ReactionsClosed) -> str:
    if isinstance(why, ReactionsClosed):
        return _("Reactions to this post are closed.")
    at = date_format(clock.at_school(why.until), "G.i")
    return _("You wrote a lot of reactions. You can go on at %(time)s. Your text is still here.") % {"time": at}


@clause("F5")
def _while_kept_from_it(request: HttpRequest, pk: int, form: ReactionForm) -> HttpResponse:
    """A measure or the head's stop came meanwhile: the page says so, and the words still stand on it.

    Raises:
        Http404: it is neither of them that keeps this person from writing here.
    """
    post = get_post_or_404(request.user, pk)  # type: ignore[arg-type]
    standing = standing_of(request)
    if standing.stop is None and not standing.measures:
        raise Http404
    return show_post(request, post, form, status=422)


@clause("B4")
def _asks_staff(request: HttpRequest, post: Post) -> bool:
    """Whether who writes here as staff must say first that it is on purpose."""
    is_staff = role_in(request.user, post.school_group) in STAFF  # type: ignore[arg-type,operator]
    in_class = post.school_group.kind in CLASSES
    return staff_answers(is_staff=is_staff, in_class=in_class, is_sure="sure" in request.POST) is not None


@require_http_methods(["GET", "HEAD", "POST"])
def reaction_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own reaction within ten minutes. What was written stays when they are over."""
    user: User = request.user  # type: ignore[assignment]
    try:
        reaction = get_reaction_to_edit_or_404(user, pk)
    except Http404:
        return _too_late(request, pk)
    form = ReactionForm(request.POST) if request.method == "POST" else ReactionForm(initial={"text": reaction.text})
    offends: Offends | None = None
    confidential: tuple[Finding, ...] = ()
    if form.is_bound and form.is_valid():
        confidential = to_think_over_here(request, reaction.post.school_group, form.cleaned_data["text"])
    if form.is_bound and form.is_valid() and not confidential:
        text = form.cleaned_data["text"]
        try:
            if edit_reaction(reaction, text, by=user, asks="ask" in request.POST):
                messages.success(request, _("Your reaction is changed."))
            elif text != reaction.text:
                return _too_late(request, pk)
            return redirect(_place_of(reaction))
        except Offends as held:
            offends = held
    context = {"here": "news", "reaction": reaction, "post": reaction.post, "form": form, "offends": offends}
    context["confidential"] = confidential
    status = 422 if form.is_bound else 200
    return render(request, "messaging/reaction_edit.html", context, status=status)


def _too_late(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the post, with what was written on it, for who may not change this reaction any more.

    Raises:
        Http404: it is not one's own, or one may not read the post any more.
    """
    post = get_post_of_own_reaction_or_404(request.user, pk)  # type: ignore[arg-type]
    if request.method != "POST":
        messages.info(request, _("You can no longer change this reaction."))
        return redirect(_under(post.pk))
    form = ReactionForm({"text": request.POST.get("text", ""), "key": uuid4()})
    form.full_clean()
    form.add_error("text", _("You can no longer change this reaction. Your text is still here."))
    return show_post(request, post, form, status=422)


@require_POST
def reaction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own reaction back within ten minutes."""
    reaction = get_own_reaction_or_404(request.user, pk)  # type: ignore[arg-type]
    if withdraw_reaction(reaction, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Your reaction is gone."))
    return redirect(_under(reaction.post_id))


def _under(post_id: int) -> str:
    return reverse("messaging:post-detail", args=[post_id]) + "#reacties"


def _place_of(reaction: Reaction) -> str:
    return f"{reverse('messaging:post-detail', args=[reaction.post_id])}#reactie-{reaction.pk}"
