"""The rules of posts and reactions, on plain facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import rules
from messaging.models import Post

KINDS = Post.Kind.values


@pytest.mark.clause("D7")
def test_only_the_agreed_kinds_may_go_out() -> None:
    assert [rules.has_a_kind(kind, KINDS) for kind in KINDS] == [None] * 6
    for other in ("", "party", "Day"):
        finding = rules.has_a_kind(other, KINDS)
        assert finding is not None
        assert (finding.clause, finding.field) == ("D7", "kind")


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "\u200b", "\u00ad \u2060", "\u202e"])
def test_what_a_reader_cannot_see_is_not_a_title_nor_a_text(nothing) -> None:
    assert not rules.can_be_read(nothing)
    assert [finding.field for finding in rules.findings_on_post("day", KINDS, nothing, nothing)] == ["title", "text"]


def test_the_limits_are_counted_in_characters_and_hold_at_the_edge() -> None:
    assert rules.findings_on_post("day", KINDS, "é" * 120, "🌉" * 10_000) == []
    too_long = rules.findings_on_post("day", KINDS, "é" * 121, "🌉" * 10_001)
    assert [finding.field for finding in too_long] == ["title", "text"]


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    assert [found.field for found in rules.findings_on_post("", KINDS, "", "")] == ["kind", "title", "text"]


@pytest.mark.clause("B4")
def test_reactions_are_taken_only_under_a_published_post_that_is_open() -> None:
    taken = {
        (out, is_open): rules.takes_reactions(is_published=out, reactions_open=is_open) is None
        for out in (True, False)
        for is_open in (True, False)
    }
    assert taken == {(True, True): True, (True, False): False, (False, True): False, (False, False): False}


def test_a_reaction_may_change_for_ten_minutes_less_a_moment() -> None:
    then = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert rules.may_still_change(then, then + timedelta(minutes=10, microseconds=-1))
    assert not rules.may_still_change(then, then + timedelta(minutes=10))


@given(st.text(alphabet=st.characters()))
def test_what_is_kept_can_be_kept_and_cleaning_twice_is_cleaning_once(text) -> None:
    for clean in (rules.printable, rules.one_line):
        once = clean(text)
        once.encode()
        assert "\x00" not in once
        assert "\r" not in once
        assert clean(once) == once
    assert "\n" not in rules.one_line(text)


def test_line_ends_and_tabs_of_a_text_stay() -> None:
    assert rules.printable("  een\r\ntwee\rdrie\n\tvier\x07 ") == "een\ntwee\ndrie\n\tvier"
    assert rules.one_line(" een\r\n  twee\tdrie ") == "een twee drie"
    assert rules.printable("\ud800é") == "é"
