"""What the last check of the archive said, for the page: kept in the cache, as any check can be done again."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypedDict

from django.core.cache import cache
from django.db import transaction

from groups.models import School
from moderation.fault_words import in_words
from moderation.models import Package
from moderation.verifying import Found, faults_in, faults_of
from protocol import clock

KEPT_FOR = 40 * 24 * 3600


class State(TypedDict):
    """``bad``: what is wrong, by number of the package; 0 for what belongs to none."""

    at: datetime
    upto: int
    bad: dict[int, list[str]]


class Checked(NamedTuple):
    """When one package was read again last, and what was wrong then."""

    at: datetime
    faults: list[str]


def _key(school: School) -> str:
    return f"archive-state:{school.pk}"


def _own_key(package: Package) -> str:
    return f"archive-state:package:{package.pk}"


def _asked_key(school: School) -> str:
    return f"archive-state:asked:{school.pk}"


# In what was asked: all of them, instead of a number.
ALL = 0


@transaction.atomic
def ask(school: School, numbers: Iterable[int]) -> None:
    """Have packages with these numbers verified by the next sweep (``ALL``: everything)."""
    _hold(school)
    cache.set(_asked_key(school), asked_of(school) | dict.fromkeys(numbers, clock.now()), KEPT_FOR)


def asked_of(school: School) -> dict[int, datetime]:
    """What is to be verified, and since when it is asked."""
    found: dict[int, datetime] = cache.get(_asked_key(school)) or {}
    return found


@transaction.atomic
def answered(school: School, number: int, asked_at: datetime) -> None:
    """It was verified; who asked again meanwhile is still to be answered."""
    _hold(school)
    left = {one: at for one, at in asked_of(school).items() if (one, at) != (number, asked_at)}
    cache.set(_asked_key(school), left, KEPT_FOR)


def _hold(school: School) -> None:
    """Who asks at the same moment comes after."""
    list(School.objects.select_for_update(no_key=True).filter(pk=school.pk).values_list("pk"))


def is_asked(school: School, number: int) -> bool:
    """Whether this one waits to be verified."""
    return bool(asked_of(school).keys() & {ALL, number})


def state_of(school: School) -> State | None:
    """The last check, None before the first."""
    found: State | None = cache.get(_key(school))
    return found


def check(school: School) -> list[Found]:
    """Verify all of it now, and keep what came of it."""
    found = list(faults_in(school))
    bad: dict[int, list[str]] = {}
    for one in found:
        bad.setdefault(one.number, []).append(in_words(one.fault))
    last = Package.objects.filter(link__school=school).order_by("-link__number").values_list("link__number", flat=True)
    cache.set(_key(school), State(at=clock.now(), upto=last.first() or 0, bad=bad), KEPT_FOR)
    return found


def check_one(package: Package) -> list[str]:
    """Verify one package now, and keep that."""
    found = [in_words(one) for one in faults_of(package)]
    cache.set(_own_key(package), Checked(clock.now(), found), KEPT_FOR)
    state = state_of(package.link.school)
    if state is not None:
        state["bad"].pop(package.link.number, None)
        if found:
            state["bad"][package.link.number] = found
        cache.set(_key(package.link.school), state, KEPT_FOR)
    return found


def checked(package: Package, state: State | None) -> Checked:
    """When this package was read again last: by itself, with all of them (``state``), or when it was sealed."""
    own: Checked | None = cache.get(_own_key(package))
    looks = [Checked(package.sealed_at, []), own]
    if state is not None and package.link.number <= state["upto"]:
        looks.append(Checked(state["at"], state["bad"].get(package.link.number, [])))
    last: Checked = max((one for one in looks if one is not None), key=lambda one: one.at)
    return last
