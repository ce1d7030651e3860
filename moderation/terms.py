"""Whose term is over: what is kept so many years, and what keeps it longer (F6, D4)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from consent.actions.retention import years_ago
from conversations.models import Conversation, Message
from messaging.models import Post
from moderation.models import (
    Case,
    Erasure,
    FriendlyWord,
    Item,
    LegalHold,
    ModerationPolicy,
    Package,
    Removal,
    Report,
)
from protocol import clock
from protocol.clauses import clause

CASE = Case._meta.db_table
HELD = LegalHold.objects.standing


def held(table: str, ids: Iterable[int]) -> bool:
    """Whether a legal hold stands on one of these rows."""
    return bool(HELD().filter(table=table, row_id__in=ids).exists())


def day_ago(years: int) -> datetime:
    return clock.begin_of(years_ago(years))


def end_of_term(years: int) -> datetime:
    """News from before this moment is over: so many whole school years (from 1 August) came after its own."""
    today = clock.today()
    began = today.year if today.month >= 8 else today.year - 1
    return clock.begin_of(date(began - years, 8, 1))


@clause("F6", "D4")
def old_packages(policy: ModerationPolicy) -> "QuerySet[Package]":
    """Hard copies past their term, that neither a legal hold nor an open case keeps."""
    on_hold = HELD().filter(table=Package._meta.db_table, row_id=OuterRef("pk"))
    in_case = Removal.objects.filter(package=OuterRef("pk"), item__case__isnull=False, item__case__closed_at=None)
    held_cases = HELD().filter(table=CASE).values("row_id")
    in_held_case = Removal.objects.filter(package=OuterRef("pk"), item__case__in=held_cases)
    rows = Package.objects.kept().filter(link__school=policy.school, sealed_at__lt=day_ago(policy.package_years))
    found: QuerySet[Package] = rows.exclude(Exists(on_hold) | Exists(in_case) | Exists(in_held_case)).select_related(
        "link"
    )
    return found


@clause("F6", "D4")
def old_posts(policy: ModerationPolicy) -> "QuerySet[Post]":
    """Published news past its term, where the school set one."""
    rows = Post.objects.filter(school_group__school=policy.school, state=Post.State.PUBLISHED)
    if policy.post_years is None:
        return rows.none()
    found: QuerySet[Post] = rows.filter(published_at__lt=end_of_term(policy.post_years)).order_by("pk")
    return found


@clause("B7", "D4")
def old_conversations(policy: ModerationPolicy) -> "QuerySet[Conversation]":
    """Conversations in which nothing was said since the end of their term, where the school set one."""
    rows = Conversation.objects.filter(school=policy.school)
    if policy.conversation_years is None:
        return rows.none()
    ended = end_of_term(policy.conversation_years)
    lately = Message.objects.filter(conversation=OuterRef("pk"), deliver_at__gte=ended)
    found: QuerySet[Conversation] = rows.filter(~Exists(lately), started_at__lt=ended).order_by("pk")
    return found


@clause("F4", "D4")
def old_words(policy: ModerationPolicy) -> "QuerySet[FriendlyWord]":
    """Friendly words as old as a report may become, about which nothing is open."""
    open_items = Item.objects.open().filter(kind="word", object_id=OuterRef("pk"))
    going = Removal.objects.filter(kind="word", object_id=OuterRef("pk"), state__in=["asked", "hidden"])
    on_hold = HELD().filter(table=FriendlyWord._meta.db_table, row_id=OuterRef("pk"))
    rows = FriendlyWord.objects.filter(school=policy.school, sent_at__lt=day_ago(policy.report_years))
    found: QuerySet[FriendlyWord] = rows.exclude(Exists(open_items) | Exists(going) | Exists(on_hold))
    return found


@clause("F4", "D4")
def old_items(policy: ModerationPolicy) -> "QuerySet[Item]":
    """What was reported, decided on long ago, and is in no case; with reports to erase."""
    rows = Item.objects.filter(school=policy.school, case__isnull=True, decided_at__lt=day_ago(policy.report_years))
    found: QuerySet[Item] = rows.filter(Exists(Report.objects.filter(item=OuterRef("pk"))))
    return found


@clause("F5", "D4")
def old_cases(policy: ModerationPolicy) -> "QuerySet[Case]":
    """Cases closed long ago, that no legal hold keeps and that were not erased yet."""
    on_hold = HELD().filter(table=CASE, row_id=OuterRef("pk"))
    erased = Erasure.objects.filter(table=CASE, row_id=OuterRef("pk"))
    rows = Case.objects.filter(school=policy.school, closed_at__lt=day_ago(policy.case_years))
    found: QuerySet[Case] = rows.exclude(Exists(on_hold) | Exists(erased))
    return found
