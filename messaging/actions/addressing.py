"""For whom a council writes: everybody, or the readers of some classes (B5)."""

from collections.abc import Sequence

from groups.models import SchoolGroup
from groups.roles import CLASSES
from messaging.models import Post, PostAudience
from protocol.clauses import clause


def classes_beside(school_group: SchoolGroup) -> list[SchoolGroup]:
    """The classes that a council may write to: those of its own school and school year. One query."""
    beside = SchoolGroup.objects.filter(school_id=school_group.school_id, starts_on=school_group.starts_on)
    return list(beside.filter(kind__in=CLASSES).order_by("position", "name"))


@clause("B5")
def address_post(post: Post, groups: Sequence[int]) -> None:
    """Write down which classes a council's draft is for; none is everybody. Its caller holds the row.

    Classes of another school or year are left out, and so is all of it in a group that is no council.
    """
    is_council = post.school_group.kind == SchoolGroup.Kind.COUNCIL
    if not is_council or not (groups or post.is_addressed):
        return
    wanted = {group.pk for group in classes_beside(post.school_group)} & set(groups)
    post.audience.exclude(school_group__in=wanted).delete()
    rows = (PostAudience(post=post, school_group_id=pk) for pk in sorted(wanted))
    PostAudience.objects.bulk_create(rows, ignore_conflicts=True)
    post.is_addressed = bool(wanted)
    post.save(update_fields=["is_addressed"])
