"""The head says that a week needs no news: of one group, or of all (D10)."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from groups.calendar import monday_of
from groups.models import School, SchoolGroup
from messaging.models import ExcusedWeek
from protocol.clauses import clause


@clause("D10")
@transaction.atomic
def excuse_week(school: School, week: date, *, by: User, school_group: SchoolGroup | None = None, reason: str) -> bool:
    """Ask nothing of a group, or of the whole school, in the week that holds this day. True when this call did it."""
    monday = monday_of(week)
    row = ExcusedWeek(school=school, school_group=school_group, week=monday, reason=reason, excused_by=by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    record("week_excused", by=by, on=school_group or school, detail=monday.isoformat())
    return True


@clause("D10")
@transaction.atomic
def take_back_excuse(excused: ExcusedWeek, *, by: User) -> bool:
    """Count a week again. True when this call did it."""
    if not ExcusedWeek.objects.filter(pk=excused.pk).delete()[0]:
        return False
    record("week_counted_again", by=by, on=excused.school_group or excused.school, detail=excused.week.isoformat())
    return True
