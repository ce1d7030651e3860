"""The one clock: school time is part of the agreements (D10, E8), so everybody reads it here.

The demo can start its clock elsewhere (``NOW=2026-11-24T15:30 make demo``); ``manage.py serve`` turns that
into ``KRING_CLOCK_OFFSET``, seconds added to the real time, which all its processes share. The clock ticks on.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SCHOOL_TIME = ZoneInfo("Europe/Amsterdam")
_offset = timedelta(seconds=float(os.environ.get("KRING_CLOCK_OFFSET", "0")))


def now() -> datetime:
    """The moment it is now, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The day it is now at school (Europe/Amsterdam)."""
    return now().astimezone(SCHOOL_TIME).date()


def at_school(moment: datetime) -> datetime:
    """An aware moment on the school's clock (Europe/Amsterdam).

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(SCHOOL_TIME)


def begin_of(day: date) -> datetime:
    """The moment a day begins at school (Europe/Amsterdam)."""
    return datetime.combine(day, time(), tzinfo=SCHOOL_TIME)
