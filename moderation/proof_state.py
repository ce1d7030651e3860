"""What the last check of the archive said, for the page: kept in the cache, as any check can be done again."""

from datetime import datetime
from typing import TypedDict

from django.core.cache import cache

from groups.models import School
from moderation.models import Package
from moderation.verifying import Found, faults_in, faults_of
from protocol import clock

KEPT_FOR = 40 * 24 * 3600


class State(TypedDict):
    """``bad``: what is wrong, by number of the package; 0 for what belongs to none."""

    at: datetime
    upto: int
    bad: dict[int, list[str]]


def _key(school: School) -> str:
    return f"archive-state:{school.pk}"


def state_of(school: School) -> State | None:
    """The last check, None before the first."""
    found: State | None = cache.get(_key(school))
    return found


def check(school: School) -> list[Found]:
    """Verify all of it now, and keep what came of it."""
    found = list(faults_in(school))
    bad: dict[int, list[str]] = {}
    for one in found:
        bad.setdefault(one.number, []).append(str(one.fault))
    last = Package.objects.filter(link__school=school).order_by("-link__number").values_list("link__number", flat=True)
    cache.set(_key(school), State(at=clock.now(), upto=last.first() or 0, bad=bad), KEPT_FOR)
    return found


def check_one(package: Package) -> list[str]:
    """Verify one package now, and keep that."""
    found = [str(one) for one in faults_of(package)]
    state = state_of(package.link.school)
    if state is not None:
        state["bad"].pop(package.link.number, None)
        if found:
            state["bad"][package.link.number] = found
        cache.set(_key(package.link.school), state, KEPT_FOR)
    return found
