"""Who is told what: a row for each person, at the moment that suits that person. Nothing is sent here."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from notifications.bell import ring
from notifications.kinds import NOTICES, Recipients
from notifications.models import Notice, Preference, PushDevice, Spread, TellingTimes
from notifications.rules import Times, after_quiet, mail_at
from notifications.topics import AS_IT_COMES, CHOSEN
from protocol import clock

log = logging.getLogger("kring.telling")

# How long a sweep may be busy with one thing before another may take it over, and how many rows go in at once.
LEASE, ROWS = timedelta(seconds=60), 500


def tell_many(kind: str, about: str, *, due_at: datetime | None = None) -> None:
    """Write down that many must hear of something; a sweep works out who. The same thing is told once.

    Raises:
        LookupError: nobody registered this kind of notice.
    """
    if kind not in NOTICES:
        raise LookupError(f"no kind of notice is called {kind!r}")
    Spread.objects.bulk_create([Spread(kind=kind, about=about, due_at=due_at or clock.now())], ignore_conflicts=True)
    ring("notifications.spread_due")


def tell_people(kind: str, about: str, people: Recipients) -> int:
    """Write a notice for each of these people, to be told from that moment on; how many are new."""
    wanted = _Wanted(people, NOTICES[kind].topic)
    rows = [
        Notice(
            kind=kind,
            topic=NOTICES[kind].topic,
            about=about,
            recipient_id=pk,
            mail_at=wanted.mail_at(pk, moment),
            push_at=wanted.push_at(pk, moment),
        )
        for pk, moment in people.moments.items()
    ]
    before = Notice.objects.filter(kind=kind, about=about).count()
    Notice.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)
    ring("notifications.deliver_due")
    if any(row.push_at is not None for row in rows):
        ring("notifications.push_due")
    return Notice.objects.filter(kind=kind, about=about).count() - before


def spread_due() -> int:
    """Work out for whom each thing is, and write their notices; how many were written."""
    written = 0
    for pk in list(Spread.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)):
        if Spread.objects.due().filter(pk=pk).update(claimed_until=clock.now() + LEASE) == 1:
            try:
                written += _spread(Spread.objects.get(pk=pk))
            except Exception:  # one thing that cannot be told keeps no other from being told; it is tried again
                log.exception("nobody was told of %s", pk)
    return written


@transaction.atomic
def _spread(thing: Spread) -> int:
    recipients = NOTICES[thing.kind].recipients
    people = recipients(thing.about) if recipients is not None else Recipients({})
    written = tell_people(thing.kind, thing.about, people)
    Spread.objects.filter(pk=thing.pk).update(spread_at=clock.now(), claimed_until=None)
    return written


class _Wanted:
    """How these people want to hear of a topic. Three queries, whatever their number."""

    def __init__(self, told: Recipients, topic: str) -> None:
        self.topic, self.opening = topic, told.opening
        people = list(told.moments)
        chosen = Preference.objects.filter(topic=topic, person__in=people) if topic in CHOSEN else ()
        self.ways = {row.person_id: row for row in chosen}
        rows = TellingTimes.objects.filter(person__in=people)
        self.times = {row.person_id: Times(row.quiet_from, row.quiet_until, row.together_at) for row in rows}
        self.devices = set(PushDevice.objects.filter(person__in=people).values_list("person_id", flat=True))

    def mail_at(self, pk: int, moment: datetime) -> datetime | None:
        way = self.ways.get(pk)
        how = way.by_mail if way is not None else AS_IT_COMES[self.topic]  # type: ignore[index]
        at = mail_at(self.opening(pk, moment), str(how), self._times(pk))
        return None if at is None else self._open(pk, at)

    def push_at(self, pk: int, moment: datetime) -> datetime | None:
        way = self.ways.get(pk)
        if pk not in self.devices or (way is not None and not way.by_push):
            return None
        return self._open(pk, after_quiet(self.opening(pk, moment), self._times(pk)))

    def _open(self, pk: int, moment: datetime) -> datetime:
        """What was put off, until an hour or a Friday, may have come outside somebody's hours at work."""
        at = self.opening(pk, moment)
        return moment if at == moment else after_quiet(at, self._times(pk))

    def _times(self, pk: int) -> Times:
        """Quiet hours hold for what one chooses about; what is important goes at once."""
        times = self.times.get(pk, Times())
        return times if self.topic in CHOSEN else Times(together_at=times.together_at)
