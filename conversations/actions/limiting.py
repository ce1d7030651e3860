"""How much one account sends: so many messages, and so many new conversations, an hour and a day."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.limits import Limit, spend
from accounts.models import User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """An hour's and a day's worth."""

    an_hour: Limit
    a_day: Limit

    def spend(self, by: User) -> None:
        """Count one.

        Raises:
            TooMany: there is none left; says when there is again.
        """
        for limit in (self.an_hour, self.a_day):
            spend(limit, f"person {by.pk}")


def _pace(what: str, an_hour: int, a_day: int) -> Pace:
    return Pace(Limit(f"{what}, an hour", an_hour, HOUR), Limit(f"{what}, a day", a_day, DAY))


# A teacher writes to the parents of a whole class one by one; a parent to a few people.
MESSAGES = {True: _pace("messages of staff", 120, 400), False: _pace("messages of a parent", 30, 100)}
STARTS = {True: _pace("conversations of staff", 70, 150), False: _pace("conversations of a parent", 6, 12)}


def count_message(*, by: User, is_staff: bool) -> None:
    """One more message of this person.

    Raises:
        TooMany: that is enough for now.
    """
    MESSAGES[is_staff].spend(by)


def count_start(*, by: User, is_staff: bool) -> None:
    """One more conversation that this person begins.

    Raises:
        TooMany: that is enough for now.
    """
    STARTS[is_staff].spend(by)
