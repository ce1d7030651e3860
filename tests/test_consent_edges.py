"""Photos at the edges of time: the last day of authority, and of the days a teacher gets to look (B2, B9)."""

from datetime import timedelta

import pytest
import time_machine

from consent.actions import change_consent_policy
from groups.actions import bar_guardian, set_authority
from groups.models import Guardianship
from messaging.actions import publish_post, say_of_series, settle_lapsed
from messaging.models import Photo, Withholding
from protocol import clock
from tests.answered import say, say_for_group

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9", "B2")]


@pytest.fixture
def out(cast, make_post):
    """Out, with possibly Yara; her mother alone is heard, until tomorrow."""
    say_for_group(cast, cast.groep5)
    say(cast.samira, cast.yara)
    bar_guardian(Guardianship.objects.get(guardian=cast.tom, pupil=cast.yara), by=cast.marleen)
    draft = make_post(cast.groep5, cast.naima, state="draft", photos=1, no_swimwear=True)
    say_of_series(draft, "consented", by=cast.naima)
    assert publish_post(draft, by=cast.naima).is_published
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    until = clock.today() + timedelta(days=1)
    set_authority(link, relation="mother", has_authority=True, authority_until=until, by=cast.marleen)
    return draft


def is_shown_in(days: int) -> bool:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        settle_lapsed()
        return Photo.objects.shown().exists()


def test_the_last_day_of_authority_is_the_last_day_of_the_photo(cast, out):
    assert Photo.objects.shown().exists()
    assert is_shown_in(days=1)
    assert not is_shown_in(days=2)
    assert Withholding.objects.standing().get().pupil == cast.yara


def test_days_to_look_do_not_bring_back_a_photo_that_was_gone(cast, out):
    change_consent_policy(cast.school, by=cast.marleen, doubt="3_days")
    assert is_shown_in(days=1)
    assert not is_shown_in(days=2)
    assert not is_shown_in(days=3)


def test_days_to_look_are_three_school_days_and_end_by_themselves(cast, out):
    change_consent_policy(cast.school, by=cast.marleen, doubt="3_days")
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    set_authority(link, relation="mother", has_authority=True, by=cast.marleen)
    say(cast.samira, cast.yara, False)
    assert is_shown_in(days=3)
    assert not is_shown_in(days=4)
