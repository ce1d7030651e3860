"""Posts as cards of a feed: read in two queries, rendered once for as long as they look the same."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from accounts import reading
from accounts.models import User
from files.pictures import MEDIUM, SMALL
from groups.models import SchoolGroup
from groups.prepared import Prepared
from groups.standing import standing_of
from messaging.forms.post import number_of
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
    pk: int
    key: UUID
    alt: str
    width: int
    height: int
    small: int
    medium: int
    is_lazy: bool = True


def picture_of(number: int, facts: tuple[int, UUID, str, int, int]) -> Picture:
    """A photo with the widths of its sizes, which are bounded by their long side."""
    pk, key, alt, width, height = facts
    long_side = max(width, height, 1)
    small, medium = (round(width * min(1, side / long_side)) for side in (SMALL, MEDIUM))
    return Picture(number, pk, key, alt, width, height, small, medium)


@dataclass(frozen=True)
class Card:
    """All that a card shows, and nothing else: two that are equal look equal, so one rendering serves both."""

    pk: int
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
    reaction_count: int
    reactions_open: bool
    is_important: bool
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
    return SafeString(get_template("messaging/_card.html").render({"card": card}))


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


def read_home(request: HttpRequest, *, seen_at: datetime) -> Feed:
    """The news of all own groups. New is what came after ``seen_at``. Two queries."""
    if request.GET.get("voor"):
        return read_feed(request, Post.objects.visible_to(request.user), seen_at=seen_at)  # type: ignore[arg-type]
    return _feed(request, _NEWEST.rows(request.user.pk), seen_at=seen_at)  # type: ignore[arg-type]


def read_feed(request: HttpRequest, posts: "QuerySet[Post]", *, seen_at: datetime | None = None) -> Feed:
    """One page of these posts; ``?voor=<id>`` gives those older than that post.

    Raises:
        Http404: the post of ``?voor=`` is not there for this person.
    """
    before = number_of(request.GET, "voor")
    if before is not None:
        posts = posts.older_than(get_post_or_404(request.user, before))  # type: ignore[arg-type, attr-defined]
    return _feed(request, list(_page_of(posts)), seen_at=seen_at)


def _feed(request: HttpRequest, rows: list[tuple[Any, ...]], *, seen_at: datetime | None) -> Feed:
    groups = {group.pk: group for group in standing_of(request).readable}
    found = [Row(*row) for row in rows if row[1] in groups]
    pictures = _pictures([row.pk for row in found[:PAGE] if row.photo_count])
    if found and found[0].pk in pictures:  # it is on the screen at once, the others come as they are needed
        first, *others = pictures[found[0].pk]
        pictures[found[0].pk] = (replace(first, is_lazy=False), *others)
    cards = [
        _card(
            row,
            groups[row.group_id],
            pictures.get(row.pk, ()),
            is_new=seen_at is not None and row.published_at > seen_at and row.author_id != request.user.pk,
        )
        for row in found[:PAGE]
    ]
    _note(request, cards)
    return Feed(
        cards=cards,
        has_older=len(rows) > PAGE,
        is_first_page=not request.GET.get("voor"),
        new=[card for card in cards if card.is_new],
        read=[card for card in cards if not card.is_new],
    )


def _note(request: HttpRequest, cards: list[Card]) -> None:
    """For the log of who saw what: the photos that these cards show."""
    for card in cards:
        if card.pictures:
            reading.note(request, reading.Kind.POST, card.pk, [picture.pk for picture in card.pictures])


class Row(NamedTuple):
    """A post as the database gives it for a card."""

    pk: int
    group_id: int
    kind: str
    title: str
    text: str
    author_id: int
    author_role: str
    published_at: datetime
    edited_at: datetime | None
    reactions_open: bool
    is_important: bool
    reaction_count: int
    photo_count: int
    first_name: str
    last_name: str
    form_of_address: str


_OF_AUTHOR = ("first_name", "last_name", "form_of_address")
_ELSEWHERE = {"group_id": "school_group_id"} | {name: f"author__{name}" for name in _OF_AUTHOR}
_COLUMNS = [_ELSEWHERE.get(name, name) for name in Row._fields]


def _page_of(posts: "QuerySet[Post]") -> "QuerySet[Post, Any]":
    """A page of posts and one more, as rows; which ones is decided before anything is counted."""
    page = posts.newest_first().values("pk")[: PAGE + 1]  # type: ignore[attr-defined]
    counted: QuerySet[Post, Any] = Post.objects.filter(pk__in=page).with_counts().newest_first()
    return counted.values_list(*_COLUMNS)


_NEWEST = Prepared(lambda user_id: _page_of(Post.objects.visible_to(User(pk=user_id))))


def _first_photos(*posts: int) -> "QuerySet[Photo, Any]":
    nth = Window(RowNumber(), partition_by="post_id", order_by=["position", "pk"])
    photos = Photo.objects.shown().filter(post__in=posts).annotate(nth=nth).filter(nth__lte=SHOWN_PHOTOS)
    return photos.order_by("post_id", "nth").values_list("post_id", "nth", "pk", "key", "alt", "width", "height")


_PHOTOS = Prepared(_first_photos)


def _pictures(posts: list[int]) -> dict[int, tuple[Picture, ...]]:
    """The first photos of these posts, in one query and no more than a card shows."""
    if not posts:
        return {}
    found: dict[int, tuple[Picture, ...]] = {}
    # Always a whole page of ids, so that it is always the same query.
    for post_id, number, *facts in _PHOTOS.rows(*(posts + posts[-1:] * (PAGE - len(posts)))):
        found[post_id] = (*found.get(post_id, ()), picture_of(number, tuple(facts)))
    return found


@lru_cache(maxsize=1024)
def called(first_name: str, last_name: str, form_of_address: str) -> str:
    """How the screen names a person of whom only the names were fetched."""
    return User(first_name=first_name, last_name=last_name, form_of_address=form_of_address).called


def _card(row: Row, group: SchoolGroup, pictures: tuple[Picture, ...], *, is_new: bool) -> Card:
    return Card(
        pk=row.pk,
        group_name=group.name,
        accent=group.accent,
        sign=group.sign,
        is_whole_school=group.kind == SchoolGroup.Kind.WHOLE_SCHOOL,
        kind=row.kind,
        title=row.title,
        text=cut(row.text),
        is_cut=len(row.text) > CUT_AT,
        author=called(row.first_name, row.last_name, row.form_of_address),
        author_role=row.author_role,
        published_at=row.published_at,
        today=clock.today(),
        is_edited=row.edited_at is not None,
        is_new=is_new,
        reaction_count=row.reaction_count,
        reactions_open=row.reactions_open,
        is_important=row.is_important,
        photo_count=row.photo_count,
        pictures=pictures,
    )
