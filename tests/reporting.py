"""Reports for the tests: of a reaction, a photo, a whole news item."""

from moderation.models import Item, Report
from moderation.subjects import find
from protocol import clock


def report_of(kind, row, *reporters, clause="E4", text="", is_threat=False, hides=False):
    """What these people reported, on one item; ``hides`` as a second report or an admin does."""
    subject = find(kind, row.pk)
    if hides:
        subject.hide()
    item, _ = Item.objects.get_or_create(
        school=subject.school,
        kind=kind,
        object_id=row.pk,
        school_group=subject.school_group,
        author=subject.author,
        is_about_head=subject.is_about_head,
        state=Item.State.OPEN,
        defaults={"hidden_at": clock.now() if hides else None},
    )
    for reporter in reporters:
        Report.objects.create(item=item, reporter=reporter, clause=clause, text=text, is_threat=is_threat)
    return item
