"""A school that runs already gets the newer tables, with all it has."""

import pytest
from django.core.management import call_command

from groups.models import LessonTime, SchoolGroup
from messaging.models import Post

BEFORE = {"messaging": "0003", "groups": "0004"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
def test_what_was_out_stays_out_and_a_school_has_lesson_times_after_an_upgrade(cast, make_post):
    post = make_post(cast.groep5, cast.naima, exempt="", slot_on=cast.groep5.starts_on, slot_number=1)
    try:
        for label, name in BEFORE.items():
            call_command("migrate", label, name, verbosity=0, interactive=False)
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    post.refresh_from_db()
    assert (post.state, post.exempt, post.slot_on) == (Post.State.PUBLISHED, "earlier", None)
    assert LessonTime.objects.filter(school=cast.school).count() == 10
    assert SchoolGroup.objects.get(pk=cast.mr.pk).council == "mr"
