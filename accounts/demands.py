"""What is asked of a person's account, brought down as data by the apps above: this app knows no roles.

``groups`` says for heads, ICT contacts, teachers and council members that they need a second step, and by when.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from protocol import clock

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Demands:
    """``is_staff``: short sessions. ``second_step_by``: the last day (at school) without one; None: it is not asked."""

    is_staff: bool = False
    second_step_by: date | None = None

    @property
    def is_overdue(self) -> bool:
        """The days of grace are over."""
        return self.second_step_by is not None and clock.today() > self.second_step_by

    @property
    def is_near(self) -> bool:
        """Near enough to say so on every first page."""
        return self.second_step_by is not None and clock.today() + SOON >= self.second_step_by


Source = Callable[[User], Demands]
SOURCES: list[Source] = []


def register_demands(source: Source) -> None:
    """An app above says what it asks of a person's account."""
    SOURCES.append(source)


def demands_on(user: User) -> Demands:
    """All that is asked of this person today: the strictest of what the sources say."""
    said = [source(user) for source in SOURCES]
    days = [demands.second_step_by for demands in said if demands.second_step_by is not None]
    return Demands(any(demands.is_staff for demands in said), min(days, default=None))
