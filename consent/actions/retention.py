"""Evidence goes some years after a child left, with a record; as long as a photo of the child is out it stays (D4)."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from consent.actions.destroying import destroy_decisions
from consent.models import Decision, PaperForm
from consent.photos_out import still_shown
from groups.models import Enrolment, Pupil, School
from protocol import clock
from protocol.clauses import clause

YEARS = 2
REASON = "retention"


def years_ago(years: int) -> date:
    """The same day so many years ago; of 29 February the day before."""
    today = clock.today()
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - years, day=day)


@clause("D4")
def old_pupils(school: School, *, years: int = YEARS) -> set[int]:
    """The pupils (ids) with evidence who were last in a group at least so many years ago, and of whom no photo is
    out any more."""
    day = years_ago(years)
    stays = Q(valid_until__gt=day) | Q(valid_until__isnull=True, school_group__ends_on__gt=day)
    places = Enrolment.objects.filter(pupil__school=school)
    left = Pupil.objects.filter(pk__in=places.values("pupil")).exclude(pk__in=places.filter(stays).values("pupil"))
    has_evidence = Q(pk__in=Decision.objects.values("pupil")) | Q(pk__in=PaperForm.objects.values("pupil"))
    found = set(left.filter(has_evidence).values_list("pk", flat=True))
    return found - still_shown(found)


@clause("D4", "B9")
@transaction.atomic
def destroy_old(school: School, *, years: int = YEARS, by: User | None = None) -> int:
    """Destroy what was decided about children who left long ago, each decision with a record, and the scans of their
    forms; how many decisions. The chain stays whole."""
    pupils = old_pupils(school, years=years)
    count = destroy_decisions(Decision.objects.filter(pupil__in=pupils), reason=REASON, by=by)
    forms = PaperForm.objects.filter(pupil__in=pupils)
    for form in forms:
        form.delete()  # one by one: the file of each goes with its row
    if pupils:
        audit.record("consent_destroyed", by=by, on=school, detail=str(count))
    return count
