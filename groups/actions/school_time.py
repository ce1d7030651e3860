"""The school's time and its agreements about posting: set by the head or the ICT contact."""

from django.db import transaction

from groups.models import LessonTime, School
from groups.school_time import USUAL_LESSONS


@transaction.atomic
def begin_school_time(school: School) -> None:
    """Give a new school the lesson times that most have, until it tells its own."""
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=begins_at, ends_at=ends_at)
        for weekday, begins_at, ends_at in USUAL_LESSONS
    )
