"""The archive is checked each night, its code goes to the head, and a time-stamp service stamps it (F6)."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Model

from accounts import audit
from accounts.models import User
from groups.models import School
from moderation import archive_mails, proof_state, stamping
from moderation.models import ArchiveLink, Package, Stamp, policy_of
from moderation.verifying import digest_of
from notifications.bell import ring
from protocol import clock
from protocol.clauses import clause

log = logging.getLogger("kring.archive")

# Until the next try at a stamp, after the first, second, … failure.
WAITS = [timedelta(minutes=minutes) for minutes in (5, 30, 120, 360)]
REMEMBERED = 30 * 24 * 3600


@clause("F6")
def check_archive() -> int:
    """Verify the archive of each school, and tell the head and the ICT contact what is wrong; how many faults."""
    return sum(_check(school) for school in School.objects.all())


def _check(school: School) -> int:
    found = proof_state.check(school)
    if found:
        log.error("archive of %s: %d faults, first: %s", school, len(found), found[0])
        archive_mails.queue_fault(school, len(found), digest_of(found))
    return len(found)


@clause("F6")
def ask_check(school: School, numbers: Iterable[int] = (proof_state.ALL,), *, by: User, on: Model) -> None:
    """Have the whole archive verified now, or the packages with these numbers: by a sweep, for it reads every byte."""
    proof_state.ask(school, numbers)
    audit.record("package_checked", by=by, on=on, detail=", ".join(map(str, filter(None, numbers))))
    ring("moderation.check_asked")


@clause("F6")
def check_asked() -> int:
    """Verify what people asked for; how many times. Killed, it is done again; one that fails is not tried for ever."""
    done = 0
    for school in School.objects.all():
        for number, asked_at in proof_state.asked_of(school).items():
            try:
                _check_number(school, number)
            finally:
                proof_state.answered(school, number, asked_at)
            done += 1
    return done


def _check_number(school: School, number: int) -> None:
    if number == proof_state.ALL:
        _check(school)
        return
    for package in Package.objects.kept().filter(link__school=school, link__number=number):
        proof_state.check_one(package)


@clause("F6")
def mail_chain_heads() -> int:
    """Mail the code of the last link to the head, once; and on the first of the month again. How many schools.

    Safe to run twice: the outbox knows each mail by its link and month.
    """
    count = 0
    for school in School.objects.all():
        last = _last(school)
        if last is None or not policy_of(school).mails_chain:
            continue
        archive_mails.queue_head(school, last, last.hash[:16])
        if clock.today().day == 1:
            archive_mails.queue_head(school, last, f"{clock.today():%Y-%m}")
        count += 1
    return count


def _last(school: School) -> ArchiveLink | None:
    found: ArchiveLink | None = ArchiveLink.objects.filter(school=school).order_by("-number").first()
    return found


@clause("F6")
def stamp_links() -> int:
    """Have the last link of each school stamped, where the school set a service; how many stamps.

    One that does not answer is asked again later, and the archive page says so to the ICT contact.
    """
    count = 0
    for school in School.objects.all():
        url, last = policy_of(school).stamp_url, _last(school)
        if not url or last is None or Stamp.objects.filter(link=last).exists() or _waits(school):
            continue
        try:
            token = stamping.stamp(url, stamping.words_of(last))
        except (OSError, ValueError) as error:
            _remember(school, error)
        else:
            count += Stamp.objects.get_or_create(link=last, defaults={"url": url, "token": token})[1]
            cache.delete(_key(school))
    return count


def _key(school: School) -> str:
    return f"archive-stamp:{school.pk}"


def _waits(school: School) -> bool:
    trouble = cache.get(_key(school))
    return trouble is not None and bool(clock.now() < trouble["due"])


def _remember(school: School, error: Exception) -> None:
    tries = (cache.get(_key(school)) or {"tries": 0})["tries"] + 1
    said = f"{error.__class__.__name__}: {error}"[:250]
    log.warning("no time stamp for %s, try %d: %s", school, tries, said)
    due = clock.now() + WAITS[min(tries, len(WAITS)) - 1]
    cache.set(_key(school), {"tries": tries, "due": due, "said": said}, REMEMBERED)


def stamp_trouble(school: School) -> str:
    """What went wrong with the last try at a stamp; empty when nothing did."""
    return str((cache.get(_key(school)) or {"said": ""})["said"])
