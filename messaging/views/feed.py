"""News: a group's page, and remembering what was seen."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from groups.audience import audience_of
from groups.calendar import monday_of
from groups.models import SchoolGroup
from groups.permissions import get_group_or_404
from groups.roles import MEMBERS, MODERATE, POST, READ
from groups.standing import standing_of
from messaging.actions.reading import mark_news_seen
from messaging.forms.post import number_of
from messaging.models import Post
from messaging.permissions import get_post_or_404
from messaging.views.cards import read_feed
from messaging.views.family import family_of, tabs_of
from messaging.weeks import week_bounds


@require_safe
def group_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """A group's page: its posts, newest first."""
    group = get_group_or_404(request.user, pk, READ)  # type: ignore[arg-type]
    posts = Post.objects.visible_to(request.user).filter(school_group=group)  # type: ignore[arg-type]
    week = _week_of(request, group)
    if week is not None:
        begins_at, ends_at = week_bounds(week)
        posts = posts.filter(published_at__gte=begins_at, published_at__lt=ends_at)
    feed = read_feed(request, posts)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "messaging/_feed_more.html", {"feed": feed, "week": week})
    standing = standing_of(request)
    sees_members = standing.may(MEMBERS, group.pk) or standing.may(MODERATE, group.pk)
    family = family_of(request)
    context = {
        "group": group,
        "feed": feed,
        "week": week,
        "here": "groups",
        "tabs": tabs_of(request, family),
        "teachers": family.teachers.get(group.pk, []),
        "audience": audience_of(group) if sees_members else None,
        "may_post": standing.may(POST, group.pk),
        "planned": _planned_in(request, group),
        "may_manage": standing.may(MEMBERS, group.pk),
    }
    return render(request, "messaging/group_feed.html", context)


def _week_of(request: HttpRequest, group: SchoolGroup) -> date | None:
    """The Monday of the week of the group's school year that is asked for; none for all weeks, or for another day."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None
    return monday_of(day) if group.starts_on <= day <= group.ends_on else None


def _planned_in(request: HttpRequest, group: SchoolGroup) -> int | None:
    """How many posts stand ready here; None for who has nothing to do with them. One query for who has."""
    standing = standing_of(request)
    if not (standing.may(POST, group.pk) or standing.may(MODERATE, group.pk)):
        return None
    return Post.objects.unpublished_for(request.user).filter(school_group=group).count()  # type: ignore[arg-type]


@require_POST
def news_seen(request: HttpRequest) -> HttpResponse:
    """Remember that the news up to the post in ``tot`` was seen; it is not new any more."""
    until = number_of(request.POST, "tot")
    if until is not None:
        post = get_post_or_404(request.user, until)  # type: ignore[arg-type]
        mark_news_seen(post, by=request.user)  # type: ignore[arg-type]
    return redirect("home")
