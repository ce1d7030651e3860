"""The first page: what is new for who signed in."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from groups.standing import standing_of
from messaging.views.cards import PAGE, Card, read_home
from messaging.views.family import Family, family_of, tabs_of
from messaging.views.waiting import waiting_of
from protocol import clock

# On a first visit the news of the last week is new.
FIRST_VISIT = timedelta(days=7)
# Words a minute in which people read a message.
PACE = 180


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """News of all own groups, newest first. Looking changes nothing: what was seen is told by ``news-seen``."""
    user: User = request.user  # type: ignore[assignment]
    seen_at = user.news_seen_at or clock.now() - FIRST_VISIT
    feed = read_home(request, seen_at=seen_at)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "messaging/_feed_more.html", {"feed": feed})
    standing = standing_of(request)
    writes = bool(standing.writable)
    family = family_of(request) if standing.is_parent or not writes else Family()
    waiting = waiting_of(request) if writes else []
    context = {
        "here": "news",
        "feed": feed,
        "new_count": _count(len(feed.new)),
        "minutes": _minutes(feed.new),
        "tabs": tabs_of(request, family),
        "children": family.children,
        "asked_children": [child for child in family.children if child.is_asked],
        "waiting": [item for item in waiting if not (item.is_only_photos or (item.approval and standing.decides))],
        "left": next((item for item in waiting if item.left), None),
        "withheld": sum(item.withheld for item in waiting),
        "desk_count": sum(bool(item.approval) for item in waiting) if standing.decides else 0,
        "asks": sum(bool(item.approval) for item in waiting),
        "closed": standing.closed,
        "wish": _wish(clock.at_school(clock.now())),
    }
    return render(request, "home.html", context)


def _count(number: int) -> str:
    """What the menu shows: nothing, a number, or "20+" for a whole page of them."""
    return "" if not number else f"{number}+" if number == PAGE else str(number)


def _minutes(cards: list[Card]) -> int:
    words = sum(len(card.text.split()) for card in cards)
    return max(1, round(words / PACE))


def _wish(now: datetime) -> str:
    """The part of the day, for the end of the news."""
    return "day" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
