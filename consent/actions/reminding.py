"""Guardians are asked, and asked once more after one, two and four weeks; never who answered (B9)."""

from accounts.models import User
from consent import round_mails
from consent.rules import reminder_due
from consent.unanswered import Asked, asked_of, without_answer
from groups.models import School
from groups.models import policy_of as posting_of
from notifications.models import OutboxMail
from protocol import clock
from protocol.clauses import clause


@clause("B9")
def remind_guardians() -> int:
    """Write to every guardian who left something open what is due today; how many mails.

    The rows of the outbox are the record: of each step one mail to a guardian, however many sweeps there are.
    """
    return sum(_remind_in(school) for school in School.objects.all())


def _remind_in(school: School) -> int:
    asked = asked_of(school)
    if asked is None or not asked.purposes or not _is_hour(school):
        return 0
    weeks = reminder_due(asked.since, clock.today())
    if weeks is None:
        return 0
    told = _told(asked, weeks)
    people = User.objects.filter(pk__in=without_answer(asked).keys() - told).exclude(email="")
    for person in people:
        round_mails.queue(asked, weeks, person)
    return len(people)


def _is_hour(school: School) -> bool:
    """Mails about consent go in the hours in which news goes out."""
    hours, now = posting_of(school), clock.at_school(clock.now()).time()
    return hours.opens_at <= now <= hours.closes_at


def _told(asked: Asked, weeks: int) -> set[int]:
    """Who has this mail already, whatever address it went to."""
    about = round_mails.about(asked, weeks)
    rows = OutboxMail.objects.filter(kind=round_mails.kind_after(weeks), about__startswith=about)
    return set(rows.values_list("recipient_id", flat=True))
