"""What may in a conversation, on plain facts: how long, when delivered, and when the portal answers by itself (E8)."""

from datetime import date, datetime

from groups.calendar import SchoolTime, Week
from protocol.clauses import clause
from protocol.clock import SCHOOL_TIME

SUBJECT_MAX, MESSAGE_MAX = 120, 4000
WHY_NOW_MAX, URGENT_MAX, REFUSED_MAX = 200, 200, 300


@clause("E8")
def delivered_at(
    now: datetime, time: SchoolTime, working: Week | None, *, teaches: bool, why_now: str = ""
) -> datetime:
    """When readers have what is written now. It is the delivery that waits, never the writing.

    ``working`` is the week of who writes as staff; None for a guardian, who may write at any time. What cannot wait
    goes at once, with the reason. Who has no opening within months (``groups.calendar.HORIZON``) is heard at once.
    """
    if working is None or why_now:
        return now
    return time.next_opening(now, working, teaches=teaches) or now


@clause("E8")
def answered_by(now: datetime, time: SchoolTime, days: int, *, read_from: datetime | None = None) -> date:
    """The last of so many school days after today, and no day before somebody is at work (``read_from``): until then a
    guardian need not ask again."""
    day = now.astimezone(SCHOOL_TIME).date()
    for _ in range(days):
        day = time.next_school_day(day) or day
    return day if read_from is None else max(day, read_from.astimezone(SCHOOL_TIME).date())


@clause("E8")
def answers_by_itself(now: datetime, read_from: datetime | None, last_answer: datetime | None) -> bool:
    """Whether the portal says when an answer comes: nobody at school is at work (``read_from`` is the first moment
    that somebody is), and it did not say so already for this same stretch."""
    if read_from is None or read_from <= now:
        return False
    return last_answer is None or last_answer.astimezone(SCHOOL_TIME).date() != now.astimezone(SCHOOL_TIME).date()
