"""The list of conversations as it stands for one person: newest first, with what is unread."""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from conversations.models import Message, Participant


def inbox_of(user: User) -> QuerySet[Participant]:
    """Where this person is in, each as the participant, with ``newest_at``, ``newest_text`` and ``unread``. One query
    whatever their number."""
    arrived = Message.objects.delivered().filter(
        conversation=OuterRef("conversation"), deliver_at__gte=OuterRef("sees_from")
    )
    theirs = arrived.exclude(author=user.pk)
    # What nobody brought yet, because it waits or is held, is of who began it alone: its subject too.
    begun = Q(Exists(arrived)) | Q(conversation__started_by=user.pk)
    rows = Participant.objects.standing(user).filter(begun)
    rows = rows.select_related("conversation__pupil", "conversation__school_group", "conversation__school")
    newest = arrived.order_by("-deliver_at", "-pk")
    return rows.annotate(
        newest_at=Coalesce(Subquery(newest.values("deliver_at")[:1]), F("joined_at")),
        newest_text=Subquery(newest.values("text")[:1]),
        unread=_number(theirs, Q(deliver_at__gt=Coalesce(OuterRef("read_until"), OuterRef("sees_from")))),
    ).order_by("-newest_at", "-pk")


def _number(rows: QuerySet[Message], which: Q) -> Coalesce:
    counted = rows.filter(which).order_by().values("conversation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def unread_of(user: User) -> int:
    """In how many conversations something is unread: the number in the menu and on the icon. One query."""
    if not user.is_authenticated:
        return 0
    return int(inbox_of(user).filter(unread__gt=0).count())  # type: ignore[misc]
