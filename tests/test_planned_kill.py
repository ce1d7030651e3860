"""kill -9 of whatever runs while posts are planned: each goes out once, in time. ``python -m bench.kill`` runs more."""

import pytest

from bench.kill import measure

pytestmark = [pytest.mark.once, pytest.mark.clause("D10", "E8")]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_planned_posts_under_fire_go_out_once_and_within_ninety_seconds(tmp_path, demo_in):
    result = measure(demo_in(tmp_path / "demo"), number=40, spread=20, pause=1.0, seed=7)
    assert result["killed"]
    assert (result["planned"], result["lost"], result["twice"], result["before its time"]) == (40, 0, 0, 0)
    assert result["late max (s)"] <= 90


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_planned_posts_under_fire_go_out_once_and_within_ninety_seconds(tmp_path, demo_in):
    result = measure(demo_in(tmp_path / "demo"), number=1000, spread=600, pause=2.0, seed=11)
    print(f"\n{result}")
    assert (result["planned"], result["lost"], result["twice"], result["before its time"]) == (1000, 0, 0, 0)
    assert result["late max (s)"] <= 90
