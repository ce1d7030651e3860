"""The queue: what was reported, for who handles it, thirty at a time in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from conversations.models import Message, MessageFile
from groups.models import Membership, School
from groups.roles import CLASSES, READ, STAFF
from messaging.models import Photo, Post, Reaction
from moderation.models import FriendlyWord, Item, Kind, Removal, Report, SetAside
from moderation.powers import Powers
from moderation.subjects import SUBJECTS, Subject
from protocol.clauses import CLAUSES, Clause, clause

PAGE = 20
State = Removal.State
UNDER_WAY = (State.ASKED, State.HIDDEN, State.SEALED)


class Tab(StrEnum):
    """What the tabs show; the value stands in the address (``?lijst=``)."""

    NEW = "nieuw"
    BUSY = "behandeling"
    DONE = "afgerond"


_BUSY = Q(case__isnull=False, case__closed_at__isnull=True) | Q(is_going=True)
_TABS = {
    Tab.NEW: Q(state=Item.State.OPEN) & ~_BUSY,
    Tab.BUSY: _BUSY,
    Tab.DONE: ~Q(state=Item.State.OPEN) & ~_BUSY,
}


@dataclass
class Entry:
    """One thing that was reported, as who handles it sees it."""

    item: Item
    subject: Subject | None
    removal: Removal | None
    reports: list[Report]
    staff: frozenset[int]
    readers: int
    is_hidden: bool
    may_remove: bool
    may_open: bool
    is_being_read: bool = False  # on the page of this one thing, where each look is written down

    @property
    def is_open(self) -> bool:
        return self.item.state == Item.State.OPEN and self.removal is None

    @property
    def clauses(self) -> list[Clause]:
        """Why it was reported: each agreement once, in the order of the reports."""
        return [CLAUSES[name] for name in dict.fromkeys(report.clause for report in self.reports)]

    @property
    def is_threat(self) -> bool:
        return any(report.is_threat for report in self.reports)

    @property
    def only(self) -> Report | None:
        """The report, when there is one: then its reporter is named."""
        return self.reports[0] if len(self.reports) == 1 else None

    @property
    def only_is_staff(self) -> bool:
        return self.only is not None and self.only.reporter_id in self.staff

    @property
    def last_at(self) -> Any:
        return self.reports[-1].at if self.reports else self.item.opened_at

    @property
    def has_teachers(self) -> bool:
        """Whether there is a teacher to ask: of a class."""
        group = self.item.school_group
        return group is not None and group.kind in CLASSES

    @property
    def post(self) -> Post | None:
        """The news item it is, or is part of."""
        row = self.subject.row if self.subject is not None else None
        return row if isinstance(row, Post) else getattr(row, "post", None)

    @property
    def files(self) -> list[MessageFile]:
        """What went along with a message, for who reads it."""
        if self.item.kind != Kind.MESSAGE or self.subject is None or not self.text:
            return []
        return list(self.subject.row.files.ready())

    @cached_property
    def text(self) -> str:
        """Its words, for behind the fold; a photo has none, and those of a conversation stand on its own page only."""
        if self.item.kind == Kind.MESSAGE and not (self.may_open and self.is_being_read):
            return ""
        return self.subject.excerpt() if self.subject is not None and self.item.kind != Kind.PORTRAIT else ""


@clause("F4", "F5")
def items_for(user: User) -> "QuerySet[Item]":
    """What comes to this person, each with whether it is on its way out."""
    going = Removal.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"), state__in=UNDER_WAY)
    found: QuerySet[Item] = Item.objects.handled_by(user).annotate(is_going=Exists(going))
    return found


def numbers(user: User) -> dict[Tab, int]:
    """How many that were reported stand in each tab. One query."""
    counted = items_for(user).aggregate(**{tab: Count("pk", filter=which) for tab, which in _TABS.items()})
    return {tab: counted[tab] for tab in Tab}


def waiting_for(user: User) -> int:
    """How many new ones wait for this person, what is held too: the number in the menu. One query."""
    reactions = Reaction.objects.held_for(user).order_by().values("pk")
    said = Message.objects.held_for(user).order_by().values("pk")
    new = items_for(user).filter(_TABS[Tab.NEW]).order_by().values("pk")
    return new.union(reactions, said, all=True).count()


@dataclass
class Queue:
    """One page of one tab."""

    tab: Tab
    numbers: dict[Tab, int]
    page: "Page[Item]"
    entries: list[Entry]
    failing: list[Removal] = field(default_factory=list)
    # What waits for the MR without a report, held reactions and held messages: counted whatever the tab.
    asked: list[Removal] = field(default_factory=list)
    held: list[Reaction] = field(default_factory=list)
    held_messages: list[Message] = field(default_factory=list)

    @property
    def reported(self) -> int:
        """How many of the new ones were reported."""
        return self.numbers[Tab.NEW] - len(self.held) - len(self.held_messages)

    @property
    def held_here(self) -> list[Reaction]:
        """They stand under the newest of what is new."""
        return self.held if self.tab == Tab.NEW and self.page.number == 1 else []

    @property
    def held_messages_here(self) -> list[Message]:
        return self.held_messages if self.tab == Tab.NEW and self.page.number == 1 else []

    @property
    def asked_here(self) -> list[Removal]:
        return self.asked if self.tab == Tab.BUSY and self.page.number == 1 else []

    @property
    def tabs(self) -> list[tuple[Tab, int]]:
        return list(self.numbers.items())


def queue_of(powers: Powers, tab: Tab, number: str | None) -> Queue:
    """A fixed number of queries, however long the queue is."""
    rows = items_for(powers.user).filter(_TABS[tab]).select_related("author", "school", "school_group", "case")
    page = Paginator(rows.order_by("-opened_at", "-pk"), PAGE).get_page(number)
    queue = Queue(tab, numbers(powers.user), page, entries_of(list(page), powers))
    queue.held = list(Reaction.objects.held_for(powers.user).select_related("post__school_group", "author"))
    queue.held_messages = list(Message.objects.held_for(powers.user).select_related("author", "conversation__school"))
    queue.numbers[Tab.NEW] += len(queue.held) + len(queue.held_messages)
    if powers.sees_proof:
        queue.failing = list(_removals(powers).failing())
    queue.asked = list(_removals(powers).filter(state=State.ASKED, asked_by=powers.user, item=None))
    queue.numbers[Tab.BUSY] += len(queue.asked)
    return queue


def _removals(powers: Powers) -> Any:
    mine = Removal.objects.filter(school=powers.policy.school).exclude(author=powers.user)
    return mine.select_related("school_group", "asked_by")


def entries_of(items: list[Item], powers: Powers) -> list[Entry]:
    """These, with all that the page says of them. A fixed number of queries."""
    subjects = {kind: _subjects(kind, items) for kind in Kind}
    aside = set(SetAside.objects.filter(person__in=[item.author_id for item in items]).values_list("person", flat=True))
    going = Removal.objects.filter(object_id__in=[item.object_id for item in items]).exclude(state=State.CANCELLED)
    removals = {(row.kind, row.object_id): row for row in going.select_related("asked_by")}
    reports: dict[int, list[Report]] = {}
    for report in Report.objects.filter(item__in=items).select_related("reporter"):
        reports.setdefault(report.item_id, []).append(report)
    staff, readers = _staff(powers.policy.school), readers_of({item.school_group_id for item in items})
    return [
        Entry(
            item=item,
            subject=(subject := subjects[Kind(item.kind)].get(item.object_id)),
            removal=removals.get((item.kind, item.object_id)),
            reports=reports.get(item.pk, []),
            staff=staff,
            readers=readers.get(item.school_group_id, 0),
            is_hidden=item.author_id in aside if item.kind == Kind.PORTRAIT else bool(subject and subject.is_hidden),
            may_remove=powers.removes(item),
            may_open=powers.opens(item),
        )
        for item in items
    ]


_ROWS: dict[str, Any] = {
    Kind.POST: lambda: Post.objects.filter(state=Post.State.PUBLISHED).select_related("author", "school_group__school"),
    Kind.PHOTO: lambda: Photo.objects.select_related("post__author", "post__school_group__school"),
    Kind.REACTION: lambda: Reaction.objects.select_related("author", "post__school_group__school"),
    Kind.PORTRAIT: User.objects.all,
    Kind.WORD: lambda: FriendlyWord.objects.select_related("sender", "school"),
    Kind.MESSAGE: lambda: Message.objects.of_people().select_related("author", "conversation__school"),
}


def _subjects(kind: Kind, items: list[Item]) -> dict[int, Subject]:
    """Those of one kind that are still there, in one query."""
    wanted = [item.object_id for item in items if item.kind == kind]
    return {row.pk: SUBJECTS[kind](row) for row in _ROWS[kind]().filter(pk__in=wanted)}


def _staff(school: School) -> frozenset[int]:
    working = Membership.objects.in_force().filter(role__school=school, role__name__in=STAFF)
    return frozenset(working.values_list("user", flat=True))


def readers_of(groups: Iterable[int | None]) -> dict[int | None, int]:
    """How many people may read each of these groups today. One query."""
    held = "role__auth_group__schoolgroupobjectpermission"
    rows = Membership.objects.in_force().filter(
        **{f"{held}__content_object__in": [pk for pk in groups if pk], f"{held}__permission__codename": READ}
    )
    return dict(rows.values_list(f"{held}__content_object").annotate(people=Count("user", distinct=True)).order_by())
