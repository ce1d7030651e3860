"""The school's time and its agreements about posting: set by the head or the ICT contact."""

from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from groups.calendar import Week
from groups.models import LessonTime, Membership, PostingPolicy, School, WorkingTime
from groups.roles import STAFF
from groups.school_time import USUAL_LESSONS, days_label
from protocol.clauses import clause


@transaction.atomic
def begin_school_time(school: School) -> None:
    """Give a new school the lesson times that most have, until it tells its own."""
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=begins_at, ends_at=ends_at)
        for weekday, begins_at, ends_at in USUAL_LESSONS
    )


@clause("E8")
@transaction.atomic
def set_lesson_times(school: School, week: Week, *, by: User) -> None:
    """These are the lessons of a week, in place of those that stood there."""
    School.objects.select_for_update().get(pk=school.pk)  # two at once: one week, not half of each
    LessonTime.objects.filter(school=school).delete()
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=span.begins_at, ends_at=span.ends_at)
        for weekday, spans in week.items()
        for span in spans
    )
    audit.record("lessons_changed", by=by, on=school, detail=days_label(week))


@clause("E8")
@transaction.atomic
def set_working_times(user: User, week: Week, *, by: User) -> None:
    """When somebody works, in place of what stood there; an empty week is the school's."""
    User.objects.select_for_update().get(pk=user.pk)
    WorkingTime.objects.filter(user=user).delete()
    WorkingTime.objects.bulk_create(
        WorkingTime(user=user, weekday=weekday, begins_at=span.begins_at, ends_at=span.ends_at)
        for weekday, spans in week.items()
        for span in spans
    )
    held = Membership.objects.filter(user=user, role__name__in=STAFF, ended_at__isnull=True)
    held.update(working_days=days_label(week))
    audit.record("working_time_set", by=by, on=user, detail=days_label(week))


@clause("B5", "D10", "E8")
@transaction.atomic
def change_policy(school: School, *, by: User, **settings: Any) -> PostingPolicy:
    """The school's agreements about posting; each that changed is written down with what it became."""
    School.objects.select_for_update().get(pk=school.pk)
    policy = PostingPolicy.objects.filter(school=school).first() or PostingPolicy(school=school)
    changed = [name for name, value in settings.items() if getattr(policy, name) != value]
    for name in changed:
        setattr(policy, name, settings[name])
    policy.save()
    for name in changed:
        audit.record("policy_changed", by=by, on=school, detail=_in_words(policy, name))
    return policy


def _in_words(policy: PostingPolicy, name: str) -> str:
    field: Field[Any, Any] = next(field for field in PostingPolicy._meta.concrete_fields if field.name == name)
    value = getattr(policy, name)
    if isinstance(value, bool):
        said = _("yes") if value else _("no")
    elif isinstance(value, time):
        said = f"{value:%H:%M}"
    elif field.choices:
        said = getattr(policy, f"get_{name}_display")()
    else:
        said = _("nobody") if value is None else str(value)
    return f"{field.verbose_name}: {said}"
