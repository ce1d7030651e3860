"""Questions that are compiled once must give what the queryset gives, and may not hold a moment."""

from typing import Any

import pytest

from groups.models import Membership
from groups.prepared import Prepared
from messaging.models import Post
from protocol import clock


@pytest.mark.django_db
def test_the_same_rows_for_each_person_as_the_queryset_gives(cast: Any) -> None:
    prepared = Prepared(lambda user_id: Membership.objects.filter(user_id=user_id).values_list("pk", "role_id"))
    for person in (cast.samira, cast.naima, cast.samira):
        expected = set(Membership.objects.filter(user=person).values_list("pk", "role_id"))
        assert set(prepared.rows(person.pk)) == expected != set()


@pytest.mark.django_db
def test_a_question_that_holds_a_moment_is_refused(cast: Any) -> None:
    prepared = Prepared(
        lambda user_id: Post.objects.filter(author_id=user_id, published_at__lt=clock.now()).values_list("pk")
    )
    with pytest.raises(ValueError, match="a moment"):
        prepared.rows(cast.naima.pk)


@pytest.mark.django_db
def test_a_question_that_loses_the_person_on_its_way_is_refused(cast: Any) -> None:
    prepared = Prepared(lambda user_id: Membership.objects.filter(user__is_active=True).values_list("pk"))
    with pytest.raises(ValueError, match="got lost"):
        prepared.rows(cast.naima.pk)
