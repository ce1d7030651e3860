"""The list of conversations as it stands for one person: newest first, with what is unread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Message, MessageQuerySet, Participant, is_delivered, is_seen
from groups.standing import COUNTED
from protocol import clock
from protocol.clauses import clause


@clause("B7")
def _seen(now: datetime, user: User) -> MessageQuerySet:
    """What a participant (the outer row) has on the page: ``Message.objects.seen_by``, of each."""
    inside = is_seen(user.pk, OuterRef("sees_from"), now)
    seen: MessageQuerySet = Message.objects.filter(inside, conversation=OuterRef("conversation"))
    as_staff = ExpressionWrapper(OuterRef("membership"), BigIntegerField())
    return seen.alias(as_staff=as_staff).filter(~Q(kind__in=Message.FOR_COLLEAGUES) | Q(as_staff__isnull=False))


def _unread(now: datetime, user: User) -> QuerySet[Message]:
    since = Coalesce(OuterRef("read_until"), OuterRef("sees_from"))
    return _seen(now, user).exclude(author=user.pk).filter(deliver_at__gt=since)


def inbox_of(user: User) -> QuerySet[Participant]:
    """Where this person is in, each as the participant, with ``newest_at``, ``newest_text``, ``is_out`` (whether
    others have that) and ``unread``. One query whatever their number."""
    now = clock.now()
    # What nobody brought yet, because it waits or is held, is of who began it alone: its subject too.
    begun = Q(Exists(_seen(now, user))) | Q(conversation__started_by=user.pk)
    rows = Participant.objects.standing(user).filter(begun)
    rows = rows.select_related("conversation__pupil", "conversation__school_group", "conversation__school")
    newest = _seen(now, user).annotate(is_out=Case(When(is_delivered(now), then=True), default=False)).newest_first()
    return rows.annotate(
        newest_at=Coalesce(Subquery(newest.values("deliver_at")[:1]), F("joined_at")),
        newest_text=Subquery(newest.values("text")[:1]),
        is_out=Subquery(newest.values("is_out")[:1]),
        unread=_number(_unread(now, user)),
    ).order_by("-newest_at", "-pk")


def guardians_in(rows: Sequence[Participant]) -> dict[int, str]:
    """Per conversation the guardians who read it, for who works here: separated parents each have one about the same
    child, and often with the same subject. One query, and none for a guardian."""
    of_staff = [row.conversation_id for row in rows if row.is_staff]
    if not of_staff:
        return {}
    inside = Participant.objects.standing().of_guardians().filter(conversation__in=of_staff).select_related("person")
    names: dict[int, list[str]] = {}
    for one in inside:
        names.setdefault(one.conversation_id, []).append(one.person.full_name)
    return {pk: get_text_list(found, _("and")) for pk, found in names.items()}


def _number(rows: QuerySet[Message]) -> Coalesce:
    counted = rows.order_by().values("conversation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def unread_of(user: User, now: datetime) -> Any:
    """In how many conversations something is unread: the number in the menu and on the icon, as an expression that the
    question every page asks carries along."""
    counted = (
        _waiting(user, now)
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Subquery(counted, output_field=IntegerField())


def unread_number(user: User) -> int:
    """The same number alone, for the icon of the app. One query."""
    return _waiting(user, clock.now()).count()


def _waiting(user: User, now: datetime) -> QuerySet[Participant]:
    rows: QuerySet[Participant] = Participant.objects.standing(user).filter(Exists(_unread(now, user)))
    return rows


COUNTED["unread"] = unread_of
