"""Once a school year every parent is asked: by the head now, or on a day (B9)."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from consent.models import Round
from consent.models.policy import policy_of
from consent.purposes import purposes_of
from consent.rules import asked_from
from groups.models import School
from groups.models import policy_of as posting_of
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause


class TooEarly(Exception):
    """Parents cannot be asked yet for a consent year that is so far away."""


@clause("B9")
@transaction.atomic
def plan_round(school: School, year: int, opens_on: date, *, by: User) -> bool:
    """Parents are asked for this consent year from a day on. False when they are asked already.

    Raises:
        TooEarly: the year is more than three months away on that day.
    """
    _check(school, year, opens_on)
    row = Round.objects.get_or_create(school=school, year=year, defaults={"opens_on": opens_on})[0]
    is_done = Round.objects.filter(pk=row.pk, opened_at=None).update(opens_on=opens_on) == 1
    if is_done:
        audit.record("consent_round_planned", by=by, on=school, detail=f"{row}: {opens_on}")
    return is_done


@clause("B9")
@transaction.atomic
def open_round(school: School, year: int, *, by: User) -> bool:
    """Ask all parents now for this consent year. True when this call did it.

    Raises:
        TooEarly: the year is more than three months away.
    """
    _check(school, year, clock.today())
    row = Round.objects.get_or_create(school=school, year=year, defaults={"opens_on": clock.today()})[0]
    return _open(row, by)


def _check(school: School, year: int, day: date) -> None:
    if day < asked_from(year, policy_of(school.pk).lapses):
        raise TooEarly(year)


@transaction.atomic
def drop_round(row: Round, *, by: User) -> bool:
    """Not on that day after all. What was opened stays: people answered it. True when this call did it."""
    is_done: bool = Round.objects.filter(pk=row.pk, opened_at=None).delete()[0] == 1
    if is_done:
        audit.record("consent_round_dropped", by=by, on=row.school, detail=str(row))
    return is_done


@clause("B9")
def open_rounds() -> int:
    """Open the rounds whose day has come, from the hour at which news goes out; how many. Safe to run twice."""
    now = clock.at_school(clock.now()).time()
    due = [row for row in Round.objects.due().select_related("school") if posting_of(row.school).opens_at <= now]
    return sum(_open(row, None) for row in due)


@transaction.atomic
def _open(row: Round, by: User | None) -> bool:
    unopened = Round.objects.filter(pk=row.pk, opened_at=None)
    if unopened.update(opened_at=clock.now(), opened_by=by, opens_on=clock.today()) != 1:
        return False
    purposes_of(row.school)  # what is asked is there from the moment it is asked: home looks for it
    audit.record("consent_round_opened", by=by, on=row.school, detail=str(row))
    ring("consent.remind_guardians")
    return True
