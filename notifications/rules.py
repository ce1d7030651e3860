"""When a person is told, and what a refused mail means, on plain facts. Hours are the school's own (Europe/Amsterdam),
right on both days the clock changes."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from protocol.clock import SCHOOL_TIME

FRIDAY = 5


@dataclass(frozen=True)
class Times:
    """When somebody wants to hear nothing (both or neither), and when what is told together comes."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    together_at: time = time(17)


def after_quiet(moment: datetime, times: Times) -> datetime:
    """This moment, or the end of the quiet hours that it falls in; they may run over midnight."""
    begins, ends = times.quiet_from, times.quiet_until
    if begins is None or ends is None or begins == ends:
        return moment
    local = moment.astimezone(SCHOOL_TIME)
    at = local.time()
    over_midnight = begins > ends
    is_quiet = (at >= begins or at < ends) if over_midnight else begins <= at < ends
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1) if over_midnight and at >= begins else local.date()
    return datetime.combine(day, ends, tzinfo=SCHOOL_TIME)


def mail_at(moment: datetime, how: str, times: Times) -> datetime | None:
    """When a mail tells of what may be told from this moment on; None for who wants none.

    ``how`` is "once", "daily" (at the hour of the person), "weekly" (on Friday at that hour) or "never".
    """
    if how == "never":
        return None
    if how == "once":
        return after_quiet(moment, times)
    local = moment.astimezone(SCHOOL_TIME)
    day = local.date()
    if how == "weekly":
        day += timedelta(days=(FRIDAY - day.isoweekday()) % 7)
    together = datetime.combine(day, times.together_at, tzinfo=SCHOOL_TIME)
    if together < moment:
        day += timedelta(days=7 if how == "weekly" else 1)
        together = datetime.combine(day, times.together_at, tzinfo=SCHOOL_TIME)
    return together


def is_mailbox_gone(said: str) -> bool:
    """Whether a refusal is about the mailbox itself: it is not there (any more). A full one, a mail that was not liked
    or a fault of the network is not that.

    ``said`` begins with a code (550) or an enhanced one (5.1.1, RFC 3463), and may hold the latter further on.
    """
    enhanced = re.search(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b", said)
    if enhanced is None:
        return said[:3] in ("550", "551", "553")
    kind, subject, detail = enhanced.groups()
    return kind == "5" and (subject == "1" or (subject, detail) == ("2", "1"))
