"""The sweep that publishes finds what is due by its index and asks a constant number of questions a post."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.actions import publish_due_posts
from messaging.models import Post
from protocol import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D10", "E8")]


def plan(cast, number: int, moment) -> None:
    Post.objects.bulk_create(
        Post(
            key=uuid.uuid4(), school_group=cast.team, author=cast.thijs, author_role="teacher", title="Gepland",
            text="Vanzelf.", state="planned", exempt="shared", publish_at=moment,
        )
        for _ in range(number)
    )  # fmt: skip


def test_what_is_due_is_found_by_one_scan_of_its_index(cast) -> None:
    plan(cast, 3000, clock.now() + timedelta(days=1))
    plan(cast, 3, clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE messaging_post")
    said = Post.objects.due().values_list("pk", flat=True).explain()
    assert "post_due" in said
    assert "Seq Scan" not in said
    assert "SCAN" not in said


def test_each_post_costs_the_same_few_questions(cast) -> None:
    counts = []
    for number in (1, 21):
        plan(cast, number, clock.now())
        with CaptureQueriesContext(connection) as asked:
            assert publish_due_posts() == number
        counts.append(len(asked))
    each = (counts[1] - counts[0]) / 20
    assert each == int(each) <= 7  # the row from which everybody hears of it among them


@pytest.mark.django_db(transaction=True)
def test_of_six_sweeps_at_once_each_post_goes_out_by_one(cast, race) -> None:
    plan(cast, 24, clock.now())
    published = race(lambda number: publish_due_posts(), 6)
    assert sum(published) == 24
    assert set(Post.objects.filter(title="Gepland").values_list("state", flat=True)) == {"published"}
