"""Searching what one may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from messaging.models import Post
from messaging.rules import one_line
from messaging.views.cards import Feed, read_feed

SHORTEST, LONGEST = 2, 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Posts that hold all the words in ``q``, newest first."""
    words = one_line(request.GET.get("q", ""))[:LONGEST]
    is_asked = len(words) >= SHORTEST
    posts = Post.objects.visible_to(request.user).search(words)  # type: ignore[arg-type]
    feed = read_feed(request, posts) if is_asked else Feed(cards=[], has_older=False)
    context = {"here": "search", "feed": feed, "words": words, "is_asked": is_asked, "longest": LONGEST}
    if request.htmx and is_asked:  # type: ignore[attr-defined]
        return render(request, "messaging/_feed_more.html", context)
    return render(request, "messaging/search.html", context)
