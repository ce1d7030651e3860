"""The friendly words somebody got."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from conversations.models import Message
from messaging.models import Photo, Post, Reaction
from moderation.actions import read_words
from moderation.models import FriendlyWord, Kind
from protocol.clauses import clause


@clause("F4")
@require_safe
def word_list(request: SignedInRequest) -> HttpResponse:
    """The words to this person, newest first; who opens the page has read them. At most seven queries."""
    shown = (
        FriendlyWord.objects.with_protection().filter(recipient=request.user, hidden_at=None).select_related("sender")
    )
    words = list(shown[:100])
    places = _places_of(words)
    lines = [(word, places.get((word.kind, word.object_id), "")) for word in words]
    if request.method == "GET" and any(word.read_at is None for word in words):
        read_words(request.user)
    return render(request, "moderation/word_list.html", {"here": "me", "lines": lines})


def _places_of(words: list[FriendlyWord]) -> dict[tuple[str, int], str]:
    """Where what each is about stands, as far as it still does: they are one's own things."""
    ids: dict[str, set[int]] = {kind: {word.object_id for word in words if word.kind == kind} for kind in Kind.values}
    posts = dict.fromkeys(Post.objects.out().filter(pk__in=ids[Kind.POST]).values_list("pk", flat=True), Kind.POST)
    found = {(str(kind), pk): reverse("messaging:post-detail", args=[pk]) for pk, kind in posts.items()}
    for kind, rows in ((Kind.REACTION, Reaction.objects.shown()), (Kind.PHOTO, Photo.objects.shown())):
        for pk, post in rows.filter(pk__in=ids[kind]).values_list("pk", "post"):
            anchor = f"#reactie-{pk}" if kind == Kind.REACTION else ""
            found[str(kind), pk] = reverse("messaging:post-detail", args=[post]) + anchor
    sent = Message.objects.delivered().filter(pk__in=ids[Kind.MESSAGE]).values_list("pk", "conversation")
    for pk, conversation in sent if ids[Kind.MESSAGE] else []:
        page = reverse("conversations:conversation-detail", args=[conversation])
        found[str(Kind.MESSAGE), pk] = f"{page}#bericht-{pk}"
    if ids[Kind.PORTRAIT]:
        found |= {(str(Kind.PORTRAIT), pk): reverse("account_profile") for pk in ids[Kind.PORTRAIT]}
    return found
