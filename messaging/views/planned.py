"""What stands ready to go out: looked at, moved, sent, taken back and taken over."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from groups.roles import POST
from groups.standing import standing_of
from messaging.actions import (
    AS_AGREED,
    NotOnItsWay,
    move_post,
    send_planned,
    swap_posts,
    take_over_post,
    withdraw_post,
)
from messaging.forms.sending import REASON_MAX, WhenForm
from messaging.models import Approval, Post
from messaging.outlook import Outlook, When
from messaging.permissions import (
    get_group_to_plan_or_404,
    get_planned_or_404,
    get_post_to_take_over_or_404,
    get_post_to_withdraw_or_404,
)
from messaging.rules import Unplannable
from messaging.views.composer import composer_of
from protocol import clock
from protocol.clauses import clause

READ_OR_SEND = ["GET", "HEAD", "POST"]
MOVES = (When.DAY.value, When.SWAP.value)
SENDS = (When.AUTO.value, When.URGENT.value, When.EXCURSION.value, When.REASON.value, When.NOW.value)


@clause("D10")
@require_safe
def planned_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """What waits and what is planned in a group, in the order in which it goes out."""
    group = get_group_to_plan_or_404(request.user, pk)
    posts = Post.objects.unpublished_for(request.user).filter(school_group=group).select_related("author").with_counts()
    for_me = Approval.objects.decidable_by(request.user).filter(post=OuterRef("pk")).values("pk")
    context = {
        "here": "groups",
        "group": group,
        "posts": posts.annotate(for_me=Subquery(for_me[:1])).order_by("publish_at", "pk"),
        "may_post": standing_of(request).may(POST, group.pk),
        "now": clock.now(),
    }
    return render(request, "messaging/planned_list.html", context)


@clause("D10")
@require_http_methods(READ_OR_SEND)
def post_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day with room for a planned post, or the place of another planned post of the same author."""
    post = get_planned_or_404(request.user, pk)
    form = _form(request, post)
    if not form.is_bound or not form.is_valid():
        return _ask(request, post, form, MOVES, "messaging/post_move.html")
    try:
        if form.partner is not None:
            swap_posts(post, form.partner)
        else:
            move_post(post, form.cleaned_data.get("day"))
    except Unplannable as why:
        form.add_error("day", _(str(why)))
        return _ask(request, post, form, MOVES, "messaging/post_move.html")
    except NotOnItsWay:
        return _too_late(request, post)
    return _done(request, post)


@clause("D10", "E8")
@require_http_methods(READ_OR_SEND)
def post_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a planned post as early as the agreements let who sends it, or go round them with a reason."""
    post = get_planned_or_404(request.user, pk)
    form = _form(request, post)
    if not form.is_bound or not form.is_valid():
        return _ask(request, post, form, SENDS, "messaging/post_send.html")
    choice = form.choice() if form.way in SENDS and form.way in form.outlook.choices else AS_AGREED
    try:
        send_planned(post, by=request.user, choice=choice)
    except NotOnItsWay:
        return _too_late(request, post)
    return _done(request, post)


def _form(request: SignedInRequest, post: Post) -> WhenForm:
    outlook = Outlook(post.school_group, request.user, besides=post)
    return WhenForm(request.POST if request.method == "POST" else None, outlook=outlook)


def _ask(request: SignedInRequest, post: Post, form: WhenForm, ways: tuple[str, ...], template: str) -> HttpResponse:
    outlook = form.outlook
    choices = [way for way in outlook.choices if way in ways]
    is_earlier = post.publish_at is not None and outlook.plan.publish_at < post.publish_at
    if not is_earlier and When.AUTO.value in choices:
        choices.remove(When.AUTO.value)
    context = {
        "here": "groups",
        "post": post,
        "group": post.school_group,
        "outlook": outlook,
        "form": form,
        "choices": choices,
        "way": form.way if form.way in choices else (choices or [""])[0],
        "reason_max": REASON_MAX,
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def post_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a post on its way its author's draft again; the author goes on writing at once."""
    post = get_post_to_withdraw_or_404(request.user, pk)
    if not withdraw_post(post):
        return _too_late(request, post)
    if post.author_id != request.user.pk:
        words = _("It is a draft of %(name)s again.") % {"name": post.author.called}
        messages.success(request, words)
        return redirect("messaging:planned-list", post.school_group_id)
    messages.success(request, _("It is a draft again. Nobody has read it."))
    return redirect(composer_of(post))


@clause("E8")
@require_POST
def post_take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on with what a colleague planned, under the own name."""
    post = get_post_to_take_over_or_404(request.user, pk)
    try:
        take_over_post(post, by=request.user)
    except NotOnItsWay:
        return _too_late(request, post)
    messages.success(request, _("You took it over: your name stands under it now."))
    return redirect("messaging:post-detail", post.pk)


def _done(request: SignedInRequest, post: Post) -> HttpResponse:
    """Say where the post stands now."""
    post.refresh_from_db()
    if post.state == Post.State.PLANNED and post.publish_at is not None and post.publish_at > clock.now():
        messages.success(request, _("Done. Below it says when it goes out."))
    elif post.is_published:
        messages.success(request, _("Your news item is out."))
    return redirect("messaging:post-detail", post.pk)


def _too_late(request: SignedInRequest, post: Post) -> HttpResponse:
    messages.warning(request, _("That came too late: it is out already, or a draft again."))
    return redirect("messaging:planned-list", post.school_group_id)
