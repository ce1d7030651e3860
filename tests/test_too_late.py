"""Who comes second, or too late, changes nothing and breaks nothing: the other end of each conditional update."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from groups.actions import give_back, record_person_death, remove_day_off
from groups.actions.endings import end_roles
from groups.models import DayOff, Ending, Guardianship, Membership, PostingPolicy
from messaging.actions import (
    Choice,
    Content,
    Sheet,
    allow_exemption,
    approve,
    excuse_week,
    hash_of,
    publish_post,
    remind_writers,
    report_week,
    save_draft,
    send_planned,
    take_back_excuse,
    write_post,
)
from messaging.actions.adding import add_to_post
from messaging.actions.deadlines import _watch
from messaging.actions.scheduling import schedule
from messaging.facts import Posting
from messaging.models import Approval, ExcusedWeek, Exemption, Post, PostVersion, WeekNote
from messaging.rules import PHOTOS_MAX, How
from notifications.models import OutboxMail
from protocol import clock
from tests.school_times import at, keep_real_hours

pytestmark = pytest.mark.django_db
URGENT = Choice(How.URGENT, reason="De bus is stuk.")


def draft_of(group, author, text="Van ons.") -> Post:
    return save_draft(group, Content("day", "Bericht", text), key=uuid.uuid4(), by=author)


def test_a_day_off_that_is_gone_is_not_removed_again(cast):
    today = clock.today()
    day = DayOff.objects.create(school=cast.school, kind="study", name="Studiedag", first_on=today, last_on=today)
    again = DayOff.objects.get(pk=day.pk)
    assert remove_day_off(day, by=cast.marleen)
    assert not remove_day_off(again, by=cast.marleen)


def test_a_role_that_ended_meanwhile_is_not_ended_again(cast):
    role = Membership.objects.get(user=cast.naima, role__school_group=cast.groep5)
    assert end_roles([role], by=cast.marleen, moment=clock.now()) == {str(role.pk): None}
    assert end_roles([role], by=cast.marleen, moment=clock.now()) == {}


@pytest.mark.clause("B2")
def test_a_link_that_was_made_anew_is_not_given_back_beside_it(cast):
    old = Guardianship.objects.get(guardian=cast.tom, pupil=cast.yara)
    record_person_death(cast.tom, by=cast.marleen)
    today = clock.today()
    Guardianship.objects.create(guardian=cast.tom, pupil=cast.yara, relation="father", valid_from=today)
    assert give_back(Ending.objects.get(user=cast.tom), by=cast.marleen)
    assert Guardianship.objects.get(pk=old.pk).valid_until < today


@pytest.mark.clause("D10")
def test_what_was_added_already_is_not_added_again(cast):
    post, draft = publish_post(draft_of(cast.groep5, cast.naima), by=cast.naima), draft_of(cast.groep5, cast.naima)
    PostVersion.objects.create(
        post=post, kind="day", title="x", text="x", replaced_at=clock.now(), replaced_by=cast.naima, added_key=draft.key
    )
    assert add_to_post(draft, post, by=cast.naima).text == "Van ons."
    assert not Post.objects.filter(pk=draft.pk).exists()


@pytest.mark.clause("D10")
def test_what_does_not_fit_in_todays_post_stays_a_draft_with_its_words(cast, make_photo):
    post = publish_post(draft_of(cast.groep5, cast.naima), by=cast.naima)
    for _ in range(PHOTOS_MAX):
        make_photo(post)
    draft = draft_of(cast.groep5, cast.naima)
    make_photo(draft)
    written = write_post(
        cast.groep5, Sheet(Content("day", "Nog iets", "Erbij."), add_to=post), key=draft.key, by=cast.naima
    )
    assert "31" in written.unplanned
    assert (written.post.state, written.post.text) == ("draft", "Erbij.")


@pytest.mark.clause("B5")
def test_a_yes_to_who_left_the_council_brings_the_post_home_instead_of_out(cast):
    post = publish_post(draft_of(cast.mr, cast.pieterjan), by=cast.pieterjan)
    approval = Approval.objects.get(post=post)
    Membership.objects.filter(user=cast.pieterjan, role__school_group=cast.mr).end_at_once(by=cast.marleen)
    assert approve(approval, by=cast.marleen, seen=hash_of(approval))
    post.refresh_from_db()
    assert post.state == "draft"


@pytest.mark.clause("B5")
def test_of_a_request_that_was_answered_meanwhile_nobody_is_reminded(cast):
    approval = Approval.objects.get(post=publish_post(draft_of(cast.mr, cast.pieterjan), by=cast.pieterjan))
    approve(approval, by=cast.marleen, seen=hash_of(approval))
    mails = OutboxMail.objects.count()
    assert not _watch(approval.pk)
    assert OutboxMail.objects.count() == mails


@pytest.mark.clause("D10")
def test_an_excuse_that_is_gone_is_not_taken_back_again(cast):
    excuse_week(cast.school, clock.today(), by=cast.marleen, school_group=cast.groep5, reason="Kamp")
    excused = ExcusedWeek.objects.get()
    assert take_back_excuse(ExcusedWeek.objects.get(), by=cast.marleen)
    assert not take_back_excuse(excused, by=cast.marleen)


@pytest.mark.clause("D10")
def test_a_yes_to_an_urgent_post_that_is_out_already_changes_nothing_about_it(cast):
    for _ in range(4):
        post = publish_post(draft_of(cast.groep5, cast.naima), by=cast.naima, choice=URGENT)
    asked = Exemption.objects.get(state="asked")
    Post.objects.filter(pk=post.pk).update(state="published", published_at=clock.now())
    before = Post.objects.values().get(pk=post.pk)
    assert allow_exemption(asked, by=cast.marleen)
    assert Post.objects.values().get(pk=post.pk) == before


@pytest.mark.clause("E8")
def test_what_is_sent_earlier_still_waits_for_its_photos(cast, make_photo):
    publish_post(draft_of(cast.groep5, cast.joris), by=cast.joris)
    draft = draft_of(cast.groep5, cast.naima)
    make_photo(draft, ready=False)
    post = publish_post(draft, by=cast.naima)
    send_planned(post, by=cast.naima, choice=URGENT)
    post.refresh_from_db()
    assert (post.state, post.publish_at <= clock.now()) == ("planned", True)


@pytest.mark.clause("D10")
def test_where_writers_are_counted_no_day_of_a_group_is_full(cast):
    keep_real_hours(cast.school, counts_per=PostingPolicy.CountsPer.AUTHOR)
    with time_machine.travel(at("2026-11-26", "12:30"), tick=False):
        assert remind_writers() > 0


@pytest.mark.clause("D10")
def test_a_week_that_was_reported_is_not_counted_again(cast):
    monday = clock.today() - timedelta(days=clock.today().weekday())
    for week in (monday, monday - timedelta(days=7)):
        WeekNote.objects.create(school=cast.school, kind="report", week=week)
    assert report_week() == 0


@pytest.mark.clause("D10")
def test_a_place_is_not_looked_for_without_end(cast):
    stale = draft_of(cast.groep5, cast.naima)
    publish_post(stale, by=cast.naima)
    stale.state = Post.State.DRAFT  # what it was a moment ago
    with pytest.raises(RuntimeError, match="no place"):
        schedule(stale, Posting(cast.groep5, cast.naima))
