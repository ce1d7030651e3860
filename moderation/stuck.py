"""Removals that do not go on: how long one waits, and the mail to the ICT contact, without a word of what was said."""

from django.conf import settings
from django.db.models import Case, F, Min, When
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.recipients import heard_from, icts_of
from moderation.models import Removal
from notifications.kinds import reads_there, register
from notifications.outbox import tell_person
from protocol import clock
from protocol.clauses import clause

KIND = "removal_stuck"
# The ICT contact hears of it once, after so many failures.
TOLD_AFTER = 3


@clause("F6")
def tell_stuck(removal: Removal) -> None:
    """Tell the ICT contact that the hard copy of something cannot be made."""
    words: dict[str, object] = {"school": removal.school, "link": settings.SITE_URL + reverse("home")}
    for person in icts_of(removal.school):
        tell_person(
            person,
            KIND,
            str(removal.pk),
            subject=_("A hard copy cannot be made"),
            app="moderation",
            words=words,
            due_at=heard_from(person, removal.school),
        )


def oldest_wait() -> float:
    """How long (s) the removal waits that waits longest; those of the MR since a member agreed."""
    waiting = Removal.objects.filter(state__in=[Removal.State.HIDDEN, Removal.State.SEALED])
    since = Case(When(agreed_by__isnull=True, then=F("asked_at")), default=F("due_at"))
    oldest = waiting.aggregate(oldest=Min(since))["oldest"]
    return 0.0 if oldest is None else max((clock.now() - oldest).total_seconds(), 0.0)


register(KIND, reads_there)
