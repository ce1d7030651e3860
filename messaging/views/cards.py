"""Posts as cards of a feed: read in two queries, rendered once for as long as they look the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from accounts.models import User
from files.pictures import MEDIUM, SMALL
from groups.models import SchoolGroup
from groups.standing import standing_of
from messaging.models import Photo, Post
from messaging.permissions import get_post_or_404
from protocol import clock

PAGE = 20
SHOWN_PHOTOS = 3
CUT_AT = 600


@dataclass(frozen=True)
class Picture:
    """A photo as a card shows it; number counts from 1."""

    number: int
    key: UUID
    alt: str
    width: int
    height: int
    small: int
    medium: int


def picture_of(number: int, key: UUID, alt: str, width: int, height: int) -> Picture:
    """A photo with the widths of its sizes, which are bounded by their long side."""
    long_side = max(width, height, 1)
    small, medium = (round(width * min(1, side / long_side)) for side in (SMALL, MEDIUM))
    return Picture(number, key, alt, width, height, small, medium)


@dataclass(frozen=True)
class Card:
    """All that a card shows, and nothing else: two that are equal look equal, so one rendering serves both."""

    pk: int
    group_id: int
    group_name: str
    accent: str
    sign: str
    is_whole_school: bool
    kind: str
    title: str
    text: str
    is_cut: bool
    author: str
    author_role: str
    published_at: datetime
    today: date
    is_edited: bool
    is_new: bool
    is_first: bool
    reaction_count: int
    reactions_open: bool
    photo_count: int
    pictures: tuple[Picture, ...]

    @property
    def more_photos(self) -> int:
        return self.photo_count - len(self.pictures)

    @property
    def kind_label(self) -> str:
        return str(Post.Kind(self.kind).label)


@lru_cache(maxsize=1024)
def render_card(card: Card) -> SafeString:
    """The HTML of a card. Kept by everything the card shows, so it cannot be out of date or somebody else's."""
    return get_template("messaging/_card.html").render({"card": card})


@dataclass(frozen=True)
class Feed:
    """One page of posts, newest first."""

    cards: list[Card]
    has_older: bool
    is_first_page: bool = True
    new: list[Card] = field(default_factory=list)
    read: list[Card] = field(default_factory=list)

    @property
    def last_pk(self) -> int:
        return self.cards[-1].pk

    @property
    def new_html(self) -> list[SafeString]:
        return [render_card(card) for card in self.new]

    @property
    def read_html(self) -> list[SafeString]:
        return [render_card(card) for card in self.read]


def cut(text: str, length: int = CUT_AT) -> str:
    """The text up to a word's end before this length; a text that fits comes back as it is."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    end = max(head.rfind(" "), head.rfind("\n"))
    return head[: end if end > length // 2 else length].rstrip() + " …"


def read_feed(request: HttpRequest, posts: "QuerySet[Post]", *, seen_at: datetime | None = None) -> Feed:
    """One page of these posts; ``?voor=<id>`` gives those older than that post. New is what came after ``seen_at``.

    Raises:
        Http404: the post of ``?voor=`` is not there for this person.
    """
    user: User = request.user  # type: ignore[assignment]
    before = request.GET.get("voor", "")
    if before.isdecimal():
        posts = posts.older_than(get_post_or_404(user, int(before)))  # type: ignore[attr-defined]
    rows = _rows(posts)
    pictures = _pictures([row["pk"] for row in rows[:PAGE] if row["photo_count"]])
    groups = {group.pk: group for group in standing_of(request).readable}
    today = clock.today()
    cards = [
        _card(row, groups[row["school_group_id"]], pictures.get(row["pk"], ()), today, number == 0, seen_at, user)
        for number, row in enumerate(rows[:PAGE])
        if row["school_group_id"] in groups
    ]
    return Feed(
        cards=cards,
        has_older=len(rows) > PAGE,
        is_first_page=not before,
        new=[card for card in cards if card.is_new],
        read=[card for card in cards if not card.is_new],
    )


def _rows(posts: "QuerySet[Post]") -> list[dict[str, Any]]:
    """A page of posts and one more; which ones is decided before anything is counted."""
    page = posts.newest_first().values("pk")[: PAGE + 1]  # type: ignore[attr-defined]
    counted = Post.objects.filter(pk__in=page).with_counts().newest_first()
    return list(
        counted.values(
            "pk", "school_group_id", "kind", "title", "text", "author_id", "author_role", "published_at", "edited_at",
            "reactions_open", "reaction_count", "photo_count",
            first_name=F("author__first_name"),
            last_name=F("author__last_name"),
            form_of_address=F("author__form_of_address"),
        )
    )  # fmt: skip


def _pictures(posts: Iterable[int]) -> dict[int, tuple[Picture, ...]]:
    """The first photos of these posts, in one query and no more than a card shows."""
    nth = Window(RowNumber(), partition_by="post_id", order_by=["position", "pk"])
    rows = (
        Photo.objects.filter(post__in=list(posts))
        .annotate(nth=nth)
        .filter(nth__lte=SHOWN_PHOTOS)
        .order_by("post_id", "nth")
        .values_list("post_id", "nth", "key", "alt", "width", "height")
    )
    found: dict[int, tuple[Picture, ...]] = {}
    for post_id, *facts in rows:
        found[post_id] = (*found.get(post_id, ()), picture_of(*facts))
    return found


@lru_cache(maxsize=1024)
def _called(first_name: str, last_name: str, form_of_address: str) -> str:
    return User(first_name=first_name, last_name=last_name, form_of_address=form_of_address).called


def _card(
    row: dict[str, Any],
    group: SchoolGroup,
    pictures: tuple[Picture, ...],
    today: date,
    is_first: bool,
    seen_at: datetime | None,
    user: User,
) -> Card:
    text = cut(row["text"])
    return Card(
        pk=row["pk"],
        group_id=group.pk,
        group_name=group.name,
        accent=group.accent,
        sign=group.sign,
        is_whole_school=group.kind == SchoolGroup.Kind.WHOLE_SCHOOL,
        kind=row["kind"],
        title=row["title"],
        text=text,
        is_cut=len(row["text"]) > CUT_AT,
        author=_called(row["first_name"], row["last_name"], row["form_of_address"]),
        author_role=row["author_role"],
        published_at=row["published_at"],
        today=today,
        is_edited=row["edited_at"] is not None,
        is_new=seen_at is not None and row["published_at"] > seen_at and row["author_id"] != user.pk,
        is_first=is_first,
        reaction_count=row["reaction_count"],
        reactions_open=row["reactions_open"],
        photo_count=row["photo_count"],
        pictures=pictures,
    )
