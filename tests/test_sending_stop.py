"""The brake: nobody sends, everybody reads, and the head ends it."""

from typing import Any
from uuid import uuid4

import pytest

from conversations.actions import Closed, write_message
from groups.actions import resume_sending, stop_sending
from groups.models import SchoolGroup
from tests.test_conversations import real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]


def reacts(user: Any, group: SchoolGroup) -> bool:
    return bool(SchoolGroup.objects.with_perm(user, "react").filter(pk=group.pk).exists())


@pytest.mark.clause("F5")
def test_a_stop_for_parents_leaves_them_reading_and_teachers_writing(cast: Any) -> None:
    conversation = start(cast)
    assert stop_sending(cast.school, "parents", "Het loopt hoog op.", by=cast.marleen)
    assert not reacts(cast.samira, cast.groep5)
    assert SchoolGroup.objects.with_perm(cast.samira, "read_group").filter(pk=cast.groep5.pk).exists()
    assert SchoolGroup.objects.with_perm(cast.naima, "post").filter(pk=cast.groep5.pk).exists()
    with pytest.raises(Closed):
        write_message(conversation, "Toch nog iets.", by=cast.samira, key=uuid4())
    write_message(conversation, "We praten morgen.", by=cast.naima, key=uuid4())


@pytest.mark.clause("F5")
def test_a_stop_for_everybody_leaves_only_the_head_writing(cast: Any) -> None:
    conversation = start(cast)
    stop_sending(cast.school, "all", "Het loopt hoog op.", by=cast.marleen)
    assert not SchoolGroup.objects.with_perm(cast.naima, "post").exists()
    assert SchoolGroup.objects.with_perm(cast.marleen, "post").exists()
    with pytest.raises(Closed):
        write_message(conversation, "We praten morgen.", by=cast.naima, key=uuid4())
    assert stop_sending(cast.school, "all", "Nog eens.", by=cast.marleen) is None
    assert resume_sending(cast.school, by=cast.marleen)
    assert not resume_sending(cast.school, by=cast.marleen)
    assert reacts(cast.samira, cast.groep5)


def test_only_the_head_has_the_brake(cast: Any, client_of: Any) -> None:
    for who in (cast.naima, cast.samira, cast.dennis):
        assert client_of(who).get("/beheer/rem/").status_code == 404
    head = client_of(cast.marleen)
    assert head.post("/beheer/rem/", {"whom": "parents"}).status_code == 422
    assert head.post("/beheer/rem/", {"whom": "parents", "reason": "Het loopt hoog op."}).status_code == 302
    assert "Het loopt hoog op." in head.get("/beheer/rem/").content.decode()
    assert not reacts(cast.samira, cast.groep5)
    head.post("/beheer/rem/", {"resume": "1"})
    assert reacts(cast.samira, cast.groep5)
