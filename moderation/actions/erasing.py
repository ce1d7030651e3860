"""Published news, conversations, reports, friendly words and closed cases at the end of their term: erased, each row
with a record (F6, D4)."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from conversations.models import Conversation, MessageFile
from messaging.models import Post, Tombstone
from moderation.models import Case, CaseStep, Consultation, Erasure, FriendlyWord, Item, Kind, Removal, Report
from moderation.subjects import find
from moderation.subjects.base import row_of
from moderation.terms import CASE, held
from protocol.clauses import clause

REASON = "retention"
_KINDS = {
    "messaging_post": Kind.POST,
    "messaging_photo": Kind.PHOTO,
    "messaging_reaction": Kind.REACTION,
    "conversations_message": Kind.MESSAGE,
}


@clause("F6", "D4")
def erase_post(post: Post, *, by: User | None = None) -> int:
    """Erase a post with all under it, each row with a record; its files after the commit. 1 when this did it.

    A legal hold on any of it keeps all of it, and so does what is being taken away or was reported and is not decided.
    """
    with transaction.atomic():
        subject = find(Kind.POST, post.pk, held=True)
        if subject is None:
            return 0
        rows = subject.sealed_rows()
        if any(held(row.table, [row.row_id]) for row in rows) or _is_in_hand(rows):
            return 0
        record_erasures(((row.table, row.row_id) for row in rows), by=by)
        names = subject.delete()
        Tombstone.objects.filter(post_id=post.pk).delete()
        audit.record("rows_erased", by=by, on=post.school_group, detail=f"post {post.pk}")
    for name in names:
        default_storage.delete(name)
    return 1


@clause("B7", "D4")
def erase_conversation(conversation: Conversation, *, by: User | None = None) -> int:
    """Erase a conversation with all that was said in it, each row with a record; its files after the commit. 1 when
    this did it. A legal hold on any of it keeps all of it, and so does what is reported or on its way out."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
        if row is None:
            return 0
        files = list(MessageFile.objects.filter(message__conversation=row).order_by("pk"))
        rows = [row_of(one) for one in (*files, *row.messages.order_by("pk"))]
        held_here = any(held(one.table, [one.row_id]) for one in rows) or held(row._meta.db_table, [row.pk])
        if held_here or _is_in_hand(rows):
            return 0
        record_erasures(((one.table, one.row_id) for one in rows), by=by)
        names = [str(file.name) for one in files for file in (one.original, one.file) if file]
        MessageFile.objects.filter(message__conversation=row).delete()
        for hanging in (row.messages, row.asks, row.participants):
            hanging.all().delete()
        row.delete()
        audit.record("rows_erased", by=by, on=conversation.school, detail=f"conversation {conversation.pk}")
    for name in names:
        default_storage.delete(name)
    return 1


def _is_in_hand(rows: Iterable[tuple[str, int, str]]) -> bool:
    """Whether any of it is being taken away, or was reported and is not decided."""
    about = Q()
    for table, pk, _content in rows:
        if table in _KINDS:
            about |= Q(kind=_KINDS[table], object_id=pk)
    going = Removal.objects.filter(about, state__in=[Removal.State.ASKED, Removal.State.HIDDEN, Removal.State.SEALED])
    return bool(Item.objects.open().filter(about).exists() or going.exists())


@clause("F4", "D4")
@transaction.atomic
def erase_word(word: FriendlyWord, *, by: User | None = None) -> int:
    record_erasures([(FriendlyWord._meta.db_table, word.pk)], by=by)
    FriendlyWord.objects.filter(pk=word.pk).delete()
    return 1


@clause("F4", "D4")
@transaction.atomic
def erase_item(item: Item, *, by: User | None = None) -> int:
    """Erase the reports of one thing, and the thing itself when no removal leans on it. 1 when this did it."""
    reports = list(item.reports.values_list("pk", flat=True))
    if held(Report._meta.db_table, reports) or held(Item._meta.db_table, [item.pk]):
        return 0
    _erase(Report, reports, by)
    if Removal.objects.filter(item=item).exists():
        Item.objects.filter(pk=item.pk).update(reason="")
    else:
        Item.objects.filter(pk=item.pk).delete()
    audit.record("rows_erased", by=by, on=item.school, detail=f"reports {item.pk}")
    return 1


@clause("F5", "D4")
@transaction.atomic
def erase_case(case: Case, *, by: User | None = None) -> int:
    """Erase what was said in a case and about whom it was; its number and the list of its exports stay. 1 when done."""
    steps = list(case.steps.values_list("pk", flat=True))
    talks = list(case.consultations.values_list("pk", flat=True))
    reports = list(Report.objects.filter(item__case=case).values_list("pk", flat=True))
    for model, ids in ((CaseStep, steps), (Consultation, talks), (Report, reports)):
        if held(model._meta.db_table, ids):
            return 0
    record_erasures([(CASE, case.pk)], by=by)
    for model, ids in ((CaseStep, steps), (Consultation, talks), (Report, reports)):
        _erase(model, ids, by)
    case.items.exclude(state=Item.State.KEPT).update(reason="")
    Case.objects.filter(pk=case.pk).update(title="", about=None, school_group=None)
    audit.record("rows_erased", by=by, on=case, detail=str(case))
    return 1


def _erase(model: type[CaseStep] | type[Consultation] | type[Report], ids: list[int], by: User | None) -> None:
    record_erasures(((model._meta.db_table, pk) for pk in ids), by=by)
    model.objects.filter(pk__in=ids).delete()


def record_erasures(rows: Iterable[tuple[str, int]], *, by: User | None = None) -> None:
    """The passes of the guard for these rows."""
    Erasure.objects.bulk_create(Erasure(table=table, row_id=pk, reason=REASON, by=by) for table, pk in rows)
