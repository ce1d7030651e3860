"""kill -9 of the worker while the mails of a school-wide post go: nobody misses one, and only what was in flight comes
twice, under the same Message-ID."""

import time

import pytest

from tests.mailing import PostOffice, tell_under_fire
from tests.serving import SCHOOL_IS_OUT, Serving

pytestmark = [pytest.mark.once, pytest.mark.clause("B8")]


def tell(folder, **how) -> dict[str, object]:
    with PostOffice() as office, Serving(folder, SCHOOL_IS_OUT | {"EMAIL_URL": office.url}) as serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker")
        found = tell_under_fire(serving, office, **how)
    print(f"\nkill -9 while mails go: {found}")
    return found


def nothing_was_lost(found: dict[str, object]) -> None:
    assert sum(found["killed"].values()) > 0
    assert (found["lost"], found["two mails to one"]) == (0, 0)
    # Two processes, each with one mail in hand when it dies.
    assert found["twice"] <= 2 * sum(found["killed"].values())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_mails_under_fire_reach_everybody_and_only_what_was_in_flight_comes_twice(tmp_path, demo_in):
    nothing_was_lost(tell(demo_in(tmp_path / "demo"), number=120, kills=2, seed=5))


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_thirteen_hundred_mails_with_five_kills_are_handed_over_within_two_minutes(tmp_path, demo_in):
    found = tell(demo_in(tmp_path / "demo"), number=1300, kills=5, seed=int(time.time()))
    nothing_was_lost(found)
    assert found["from the post to the last mail (s)"] < 120
