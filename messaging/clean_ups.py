"""A reminder to who left the question about photos on their device open for a week: one, until it is answered (C2)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.recipients import hours_of
from messaging.models import CleanUp
from notifications.kinds import Kind, Recipients, Told, register_notice
from notifications.models import Notice
from notifications.topics import Topic
from protocol import clock
from protocol.clauses import clause

PHOTOS_LEFT = "photos_left"
# How long one has before a reminder comes.
PATIENCE = timedelta(days=7)


@clause("C2", "E8")
def reminded(about: str) -> Recipients:
    """Who sent the photos, in their hours; nobody once it is said, or while an older question was reminded of."""
    row = CleanUp.objects.open().select_related("person", "post__school_group__school").filter(pk=int(about)).first()
    if row is None or CleanUp.objects.open().filter(person=row.person, pk__lt=row.pk).exists():
        return Recipients({})
    hours = hours_of(row.post.school_group.school, [row.person_id])
    return Recipients({row.person_id: clock.now()}, hours.opening)


@clause("C2")
def told_to(notice: Notice) -> Told | None:
    """The question, without a word about the photos; nothing once it is answered."""
    if not CleanUp.objects.open().filter(pk=int(notice.about), person=notice.recipient).exists():
        return None
    words = _("Are there still photos of school on your phone?")
    return Told(words, reverse("home"), words)


register_notice(PHOTOS_LEFT, Kind(Topic.MESSAGES, told_to, reminded))
