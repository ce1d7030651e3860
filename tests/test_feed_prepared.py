"""A question whose SQL is kept answers as its queryset does: for this person, on this day."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet

from groups.models import Guardianship, Membership, SchoolGroup
from groups.prepared import Prepared
from groups.roles import READ
from groups.standing import Standing
from protocol import clock

pytestmark = pytest.mark.django_db


def memberships_of(user_id: int) -> "QuerySet[Membership, Any]":
    return Membership.objects.in_force().filter(user_id=user_id).order_by("pk").values_list("pk", "created_at")


@pytest.mark.clause("B4", "B8")
def test_everyone_gets_their_own_rows(cast: Any) -> None:
    asked = Prepared(memberships_of)
    for who in (cast.samira, cast.naima, cast.kwame, cast.samira):
        assert asked.rows(who.pk) == list(memberships_of(who.pk))
        assert asked.rows(who.pk)
    assert asked.rows(0) == []


@pytest.mark.clause("B2", "B3", "B8")
def test_standing_is_what_the_list_of_groups_says_today_and_tomorrow(cast: Any) -> None:
    def readable() -> set[int]:
        return {group.pk for group in Standing(cast.tom).readable}

    def asked() -> set[int]:
        return set(SchoolGroup.objects.with_perm(cast.tom, READ).values_list("pk", flat=True))

    assert readable() == asked() != set()
    Membership.objects.filter(user=cast.tom).update(valid_until=clock.today())
    assert readable() == asked() != set()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert readable() == asked() == set()
    assert readable() != set()
    Guardianship.objects.filter(guardian=cast.tom).update(barred_at=clock.now())
    assert readable() == asked() == set()


def test_a_number_that_does_not_reach_the_query_is_an_error(cast: Any) -> None:
    with pytest.raises(ValueError, match="got lost"):
        Prepared(lambda user_id: Membership.objects.values_list("pk")).rows(1)


def test_a_query_with_a_moment_in_it_is_refused(cast: Any) -> None:
    def recent(user_id: int) -> "QuerySet[Membership, Any]":
        return Membership.objects.filter(user_id=user_id, created_at__lt=clock.now()).values_list("pk")

    with pytest.raises(ValueError, match="a moment stands"):
        Prepared(recent).rows(cast.tom.pk)


def test_a_group_in_a_standing_is_a_whole_group(cast: Any) -> None:
    group = next(group for group in Standing(cast.samira).readable if group.pk == cast.groep5.pk)
    assert vars(group).keys() >= {field.attname for field in SchoolGroup._meta.concrete_fields}
    assert (group.name, group.accent, group.starts_on) == (cast.groep5.name, cast.groep5.accent, cast.groep5.starts_on)
    assert group.school == cast.school
    assert group.school.created_at == cast.school.created_at
