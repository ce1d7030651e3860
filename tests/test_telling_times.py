"""When a person is told: quiet hours, at once, together each day or week, and both days the clock changes."""

from datetime import datetime, time

import pytest

from notifications.rules import Times, after_quiet, mail_at
from protocol.clock import SCHOOL_TIME

NIGHT = Times(time(22), time(7))
NOON = Times(time(12), time(13))


def at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=SCHOOL_TIME)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-22T21:00", "2026-11-22T21:00"),  # Sunday evening, before the quiet hours
        ("2026-11-22T22:00", "2026-11-23T07:00"),
        ("2026-11-23T03:30", "2026-11-23T07:00"),
        ("2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-03-28T23:30", "2026-03-29T07:00"),  # summer time begins in this night
        ("2026-10-25T02:30", "2026-10-25T07:00"),  # and ends in this one
    ],
)
def test_quiet_hours_run_over_midnight(moment: str, told: str) -> None:
    assert after_quiet(at(moment), NIGHT) == at(told)


@pytest.mark.parametrize(
    ("moment", "told"), [("2026-11-23T12:59", "2026-11-23T13:00"), ("2026-11-23T13:00", "2026-11-23T13:00")]
)
def test_quiet_hours_within_a_day(moment: str, told: str) -> None:
    assert after_quiet(at(moment), NOON) == at(told)


@pytest.mark.parametrize("times", [Times(), Times(time(9), time(9))])
def test_without_quiet_hours_it_is_told_at_once(times: Times) -> None:
    assert mail_at(at("2026-11-23T09:00"), "once", times) == at("2026-11-23T09:00")


@pytest.mark.parametrize(
    ("moment", "how", "told"),
    [
        ("2026-11-23T15:00", "daily", "2026-11-23T17:00"),
        ("2026-11-23T17:00", "daily", "2026-11-23T17:00"),
        ("2026-11-23T17:01", "daily", "2026-11-24T17:00"),
        ("2026-11-23T15:00", "weekly", "2026-11-27T17:00"),
        ("2026-11-27T17:30", "weekly", "2026-12-04T17:00"),
        ("2026-11-28T09:00", "weekly", "2026-12-04T17:00"),
        ("2026-03-28T18:00", "daily", "2026-03-29T17:00"),
        ("2026-10-24T18:00", "daily", "2026-10-25T17:00"),
    ],
)
def test_what_is_told_together_comes_at_the_hour_of_the_person(moment: str, how: str, told: str) -> None:
    assert mail_at(at(moment), how, Times()) == at(told)


def test_who_wants_no_mail_gets_none() -> None:
    assert mail_at(at("2026-11-23T15:00"), "never", Times()) is None
