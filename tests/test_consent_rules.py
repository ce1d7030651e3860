"""What holds now: the rule on plain facts, case by case and as properties (B2, B9, D3, D5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.purposes import DEFAULTS
from consent.rules import FOREVER, Answer, Facts, Holder, Said, Terms, Why, consent_year, standing

pytestmark = [pytest.mark.clause("B9"), pytest.mark.clause("D3")]

TODAY = date(2026, 11, 24)
YES, NO, WITHDRAWN = Said.GRANT, Said.REFUSE, Said.WITHDRAW
MUM, DAD = 1, 2
BOTH = (Holder(MUM, date(2020, 1, 1)), Holder(DAD, date(2020, 1, 1)))


def answers(*said, year=2026, version=1):
    return tuple(Answer(guardian, what, year, version) for guardian, what in said)


def what_holds(*said, terms=None, holders=BOTH, objects=False, today=TODAY, year=2026, version=1):
    return standing(Facts(terms or Terms(), holders, answers(*said, year=year, version=version), objects), today)


@pytest.mark.parametrize(
    ("said", "needs_all", "why"),
    [
        ([], False, Why.UNANSWERED),
        ([(MUM, YES)], False, Why.ALLOWED),
        ([(MUM, YES)], True, Why.INCOMPLETE),
        ([(MUM, YES), (DAD, YES)], True, Why.ALLOWED),
        ([(MUM, YES), (DAD, NO)], False, Why.REFUSED),
        ([(DAD, NO), (MUM, YES)], False, Why.REFUSED),
        ([(MUM, YES), (MUM, WITHDRAWN)], False, Why.REFUSED),
        ([(MUM, NO), (MUM, YES)], False, Why.ALLOWED),
        ([(MUM, YES), (DAD, YES), (MUM, WITHDRAWN)], True, Why.REFUSED),
        ([(3, YES)], False, Why.UNANSWERED),
        ([(3, NO), (MUM, YES)], False, Why.ALLOWED),
    ],
)
def test_any_no_beats_every_yes_and_nothing_answered_is_no(said, needs_all, why):
    assert what_holds(*said, terms=Terms(needs_all=needs_all)).why is why


def test_last_years_yes_is_no_when_renewal_is_on():
    assert what_holds((MUM, YES), year=2025).why is Why.LAPSED
    assert what_holds((MUM, YES), year=2025, terms=Terms(renews=False)).may


def test_last_years_no_stays_a_no():
    late = Facts(Terms(), BOTH, (Answer(DAD, NO, 2025), Answer(MUM, YES, 2026)))
    assert standing(late, TODAY).why is Why.REFUSED


def test_a_yes_for_next_year_does_not_open_this_one_and_waits_for_its_day():
    early = Facts(Terms(), BOTH, (Answer(MUM, YES, 2027),))
    assert standing(early, date(2027, 7, 31)).why is Why.UNANSWERED
    assert standing(early, date(2027, 8, 1)).may


def test_a_yes_holds_until_the_schools_date_or_into_the_year_that_was_answered_too():
    assert what_holds((MUM, YES)).until == date(2027, 7, 31)
    both_years = Facts(Terms(), BOTH, (Answer(MUM, YES, 2026), Answer(MUM, YES, 2027)))
    assert standing(both_years, TODAY).until == date(2028, 7, 31)
    assert what_holds((MUM, YES), terms=Terms(renews=False)).until == FOREVER


@pytest.mark.clause("D5")
def test_the_childs_own_no_beats_all():
    assert what_holds((MUM, YES), (DAD, YES), objects=True).why is Why.OBJECTS
    assert what_holds(terms=Terms(is_asked=False), objects=True).why is Why.OBJECTS
    assert what_holds(holders=(), objects=True).why is Why.OBJECTS


@pytest.mark.clause("B2")
def test_who_has_no_authority_any_more_counts_no_more():
    divorced = (Holder(MUM, date(2020, 1, 1)), Holder(DAD, date(2020, 1, 1), date(2026, 9, 1)))
    assert what_holds((MUM, YES), (DAD, NO), holders=divorced).may
    assert what_holds((DAD, YES), holders=divorced).why is Why.UNANSWERED


@pytest.mark.clause("B2")
def test_a_standing_ends_on_the_day_before_authority_changes_it():
    ends = (Holder(MUM, date(2020, 1, 1), date(2026, 12, 31)), Holder(DAD, date(2020, 1, 1)))
    assert what_holds((MUM, YES), holders=ends).until == date(2026, 12, 31)
    comes = (Holder(MUM, date(2020, 1, 1)), Holder(DAD, date(2027, 1, 1)))
    assert what_holds((MUM, YES), (DAD, NO), holders=comes).until == date(2026, 12, 31)
    assert what_holds((MUM, YES), holders=comes, terms=Terms(needs_all=True)).until == date(2026, 12, 31)


def test_a_yes_to_an_older_text_lapses():
    assert what_holds((MUM, YES), terms=Terms(version=2)).why is Why.LAPSED
    assert what_holds((MUM, YES), terms=Terms(version=2), version=2).may


def test_a_purpose_that_is_not_asked_allows_nothing():
    assert what_holds((MUM, YES), terms=Terms(is_asked=False)).why is Why.NOT_ASKED
    assert what_holds((MUM, YES), holders=()).why is Why.NOBODY


def test_guardians_who_disagree_are_a_conflict():
    assert what_holds((MUM, YES), (DAD, NO)).is_conflict
    assert not what_holds((MUM, NO), (DAD, NO)).is_conflict
    assert not what_holds((DAD, NO)).is_conflict


def test_a_photo_of_a_past_year_goes_by_the_yes_of_that_year_but_by_the_no_of_today():
    was = Facts(Terms(), BOTH, (Answer(MUM, YES, 2024),))
    assert not standing(was, TODAY).may
    assert standing(was, TODAY, year=2024).may
    then_no = Facts(Terms(), BOTH, (Answer(MUM, YES, 2024), Answer(MUM, WITHDRAWN, 2026)))
    assert not standing(then_no, TODAY, year=2024).may


@pytest.mark.parametrize(("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (TODAY, 2026)])
def test_a_consent_year_begins_after_the_schools_date(day, year):
    assert consent_year(day) == year


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
HOLDERS = st.lists(
    st.tuples(st.integers(1, 3), DAYS, st.none() | DAYS).map(
        lambda it: Holder(it[0], min(it[1], it[2] or it[1]), it[2] and max(it[1], it[2]))
    ),
    max_size=4,
).map(tuple)
ANSWERS = st.lists(
    st.builds(Answer, st.integers(1, 3), st.sampled_from(Said), st.integers(2024, 2027), st.integers(1, 2)), max_size=6
).map(tuple)
TERMS = st.builds(
    Terms, st.booleans(), st.booleans(), st.integers(1, 2), st.sampled_from([(7, 31), (12, 31), (1, 1), (2, 28)])
)
FACTS = st.builds(Facts, TERMS, HOLDERS, ANSWERS, st.booleans())


@given(FACTS, DAYS, st.integers(1, 3))
def test_one_more_no_never_lets_a_child_be_shown(facts, today, guardian):
    more = Facts(facts.terms, facts.holders, (*facts.answers, Answer(guardian, NO, 2026)), facts.objects)
    assert standing(facts, today).may or not standing(more, today).may


@given(FACTS, DAYS)
def test_what_holds_until_a_day_holds_on_every_day_until_then(facts, today):
    now = standing(facts, today)
    if now.may:
        for ahead in range(0, 900, 7):
            day = today + timedelta(days=ahead)
            assert standing(facts, day).may or day > now.until
        if now.until != FOREVER:
            assert standing(facts, now.until).may
            assert not standing(facts, now.until + timedelta(days=1)).may


@given(FACTS, DAYS)
def test_nobody_is_shown_without_a_yes_of_somebody_with_authority(facts, today):
    if standing(facts, today).may:
        heard = {holder.guardian for holder in facts.holders if holder.stands_on(today)}
        said = {guardian: [a.said for a in facts.answers if a.guardian == guardian] for guardian in heard}
        assert any(YES in words for words in said.values())
        assert not any(words and words[-1] != YES for words in said.values())
        assert not facts.objects


@pytest.mark.clause("D6")
def test_what_the_world_sees_needs_all_guardians_and_only_the_head_publishes_it():
    outside = {one.code: (one.policy, one.publisher) for one in DEFAULTS if one.medium in ("website", "social_media")}
    assert outside == {"website": ("all", "head"), "social_media": ("all", "head")}
