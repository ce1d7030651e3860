"""The demo school: what it promises to who looks at it."""

import re
from collections import Counter, defaultdict
from datetime import datetime
from itertools import groupby

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from groups.calendar import days_from
from groups.listing import requests_of
from groups.models import Membership, Pupil, School, SchoolGroup
from groups.roles import POST, REACT
from groups.school_time import school_time_of, working_week_of
from groups.standing import Standing
from messaging.actions import publish_due_posts, report_week
from messaging.models import Approval, Exemption, Photo, Post, PostVersion, Reaction
from messaging.offending import offences_in
from messaging.rules import REACTION_MAX, TEXT_MAX, TITLE_MAX
from messaging.weeks import weeks_of
from moderation.models import Case, Item
from moderation.queue import items_for
from notifications.models import OutboxMail
from portal.demo.calendar import is_school_day, school_days, works_on
from portal.demo.people import CLASSES, PEOPLE
from portal.demo.plan import CAMP, FEW, school_weeks, year_so_far
from portal.demo.school import build_demo
from protocol import clock
from tests.conftest import let_it_be_swept

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, folder):
    """The whole demo school, built once for this module, inside a transaction that is undone."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        clear()
        yield build_demo(say=lambda line: None, photos=24)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def school(demo):
    return demo[0]


def clear():
    """Take everything out; PostgreSQL does not truncate while checks are still to come."""
    connection.check_constraints()
    let_it_be_swept()
    call_command("flush", interactive=False, verbosity=0)


def published():
    return Post.objects.filter(state=Post.State.PUBLISHED)


def days_of(group):
    posts = published().filter(school_group=group).order_by("published_at")
    return [clock.at_school(post.published_at).date() for post in posts]


def test_some_hundred_and_seventy_pupils_have_one_or_two_guardians_each(school):
    pupils = Pupil.objects.prefetch_related("guardianships")
    numbers = Counter(len(pupil.guardianships.all()) for pupil in pupils)
    assert sum(numbers.values()) == 173
    assert numbers[1] + numbers[2] >= 160
    assert max(numbers) == 2


def test_everybody_has_an_address_in_the_domain_that_cannot_exist(school):
    addresses = list(Membership.objects.values_list("user__email", flat=True))
    assert all(address.endswith("@kiezelpad.example") for address in addresses)


def test_one_password_opens_every_account(school):
    assert school.samira.check_password("demo-kring-2026")
    assert {person.name for person in PEOPLE} <= set(school.__dict__)


@pytest.mark.clause("B4", "B8")
def test_samira_sees_posts_of_groep_5_that_kwame_does_not(school):
    of_groep_5 = published().filter(school_group=school.groep5)
    assert Post.objects.visible_to(school.samira).filter(school_group=school.groep5).count() == of_groep_5.count() > 5
    assert not Post.objects.visible_to(school.kwame).filter(school_group=school.groep5).exists()
    assert Post.objects.visible_to(school.kwame).filter(school_group=school.egels).exists()


@pytest.mark.clause("B4")
def test_li_wen_and_rutger_blom_wait_and_only_hers_agrees_with_the_administration(school):
    lines = requests_of(school.groep5)
    said = [(line.request.asker.full_name, line.request.child_name, line.agrees) for line in lines]
    assert said == [("Rutger Blom", "Julian Blom", False), ("Li Wen", "Lucas Wen", True)]
    for line in lines:
        assert Standing(line.request.asker).readable == []


def test_who_reacts_may_react_in_that_group(school):
    pairs = set(Reaction.objects.values_list("author", "post__school_group"))
    people = {reaction.author_id: reaction.author for reaction in Reaction.objects.select_related("author")}
    may = {
        pk: set(SchoolGroup.objects.with_perm(user, REACT).values_list("pk", flat=True)) for pk, user in people.items()
    }
    assert len(pairs) > 100
    assert [pair for pair in pairs if pair[1] not in may[pair[0]]] == []


def test_every_class_has_at_most_one_post_a_day_and_only_on_school_days(school):
    for key in CLASSES:
        days = days_of(getattr(school, key))
        assert len(days) == len(set(days)), key
        assert all(day.weekday() < 5 for day in days), key


def test_every_class_has_at_least_two_posts_in_a_whole_week(demo):
    school, crowd = demo
    for key in CLASSES:
        moment = datetime(school.groep5.starts_on.year + 1, 6, 30, 17, tzinfo=clock.SCHOOL_TIME)
        told = [one for one in year_so_far(school, crowd, moment) if one.key == key]
        weeks = Counter(one.moment.isocalendar()[:2] for one in told)
        days = school_days(school.groep5.starts_on, told[-1].moment.date())
        lately = school_weeks(days[0], moment.date())[-CAMP:]
        days = [day for day in days if day < lately[0]]  # how they wrote lately stands in LATELY
        whole = {week for week, group in groupby(days, key=lambda day: day.isocalendar()[:2]) if len(list(group)) == 5}
        assert [week for week in whole if weeks[week] < 2] == [], key


def test_teachers_write_on_the_days_they_work(demo):
    school, crowd = demo
    for key in CLASSES:
        works = defaultdict(str)
        for user, _hat, days in crowd.teachers[key]:
            works[user.pk] += days
        for post in published().filter(school_group=getattr(school, key)):
            assert works_on(works[post.author_id], clock.at_school(post.published_at).date()), post


def test_no_two_posts_of_a_group_are_alike_the_whole_year_round(demo):
    school, crowd = demo
    moment = datetime(school.groep5.starts_on.year + 1, 7, 12, 17, tzinfo=clock.SCHOOL_TIME)
    told = Counter((one.key, one.story.title) for one in year_so_far(school, crowd, moment))
    assert len(told) > 500
    assert [title for title, number in told.items() if number > 1] == []


def test_every_text_keeps_within_the_limits_and_the_tone(school):
    for post in published():
        assert 0 < len(post.title) <= TITLE_MAX
        assert 0 < len(post.text) <= TEXT_MAX
        assert "{" not in post.title + post.text
        assert "!" not in post.title + post.text
    assert all(0 < len(text) <= REACTION_MAX for text in Reaction.objects.values_list("text", flat=True))


@pytest.mark.clause("B7")
def test_no_post_names_a_pupil(school):
    names = {pupil.first_name for pupil in school.school.pupils.all()} - {"Roos", "Mai"}
    for post in published():
        assert names.isdisjoint(re.findall(r"\w+", post.title + " " + post.text)), post


def test_nothing_lies_in_the_future_and_reactions_follow_their_post(school):
    now = clock.now()
    assert not published().filter(published_at__gt=now).exists()
    for reaction in Reaction.objects.select_related("post"):
        assert reaction.post.published_at <= reaction.created_at <= now


def test_each_photo_has_six_files_of_its_own(school, folder):
    photos = list(Photo.objects.all())
    kinds = ("small_webp", "small_jpeg", "medium_webp", "medium_jpeg", "large_webp", "large_jpeg")
    names = [getattr(photo, kind).name for photo in photos for kind in kinds]
    assert len(photos) == 24
    assert len(set(names)) == len(names)
    assert all((folder / name).stat().st_size > 500 for name in names)
    assert all((folder / photo.small_webp.name).stat().st_size < 45_000 for photo in photos)
    assert all(photo.alt for photo in photos)


def test_the_bridges_come_with_seven_pictures_and_three_reactions(school):
    post = published().get(title="Onze bruggen houden een emmer zand")
    assert (post.author, post.photos.count(), post.reactions.count()) == (school.naima, 7, 3)


def test_there_are_edits_with_history_closed_reactions_files_and_drafts(school):
    assert PostVersion.objects.exclude(text="").count() >= 3
    assert published().filter(edited_at__isnull=False).count() == PostVersion.objects.count()
    assert published().filter(reactions_open=False).exists()
    assert published().filter(attachments__isnull=False).count() == 2
    assert Post.objects.filter(state=Post.State.DRAFT, author=school.naima).count() == 2
    assert set(published().values_list("kind", flat=True)) == set(Post.Kind.values)


@pytest.mark.clause("D10")
def test_groep_4_wrote_too_little_in_three_weeks_and_groep_8_was_excused_for_its_camp(demo):
    school, _crowd = demo
    weeks = school_weeks(school.groep5.starts_on, clock.today())
    if len(weeks) < CAMP:
        pytest.skip("the school year has hardly begun")
    short = {
        one.group: [weeks.index(week.monday) - len(weeks) for week in one.weeks if week.missing and week.is_over]
        for one in weeks_of(school.school, weeks[-5], weeks[-1])
    }
    assert short.pop(school.groep4) == [-4, -3, -1]
    assert short.pop(school.groep7) == [-2]
    assert set(map(len, short.values())) == {0}
    camp = weeks_of(school.school, weeks[-CAMP], weeks[-CAMP])
    assert [one.group for one in camp if one.weeks[0].is_excused] == [school.groep8]
    assert {key for key, weeks in FEW.items() if weeks} == {"groep4", "groep7"}


@pytest.mark.clause("B5", "D10")
def test_two_councils_and_the_trainee_wait_and_one_of_them_had_consent_before(school):
    asked = {approval.post.school_group: approval for approval in Approval.objects.open()}
    assert set(asked) == {school.mr, school.council_or, school.groep5}
    for approval in asked.values():
        assert approval.post.content_hash() == approval.content_hash
    assert set(Approval.objects.decidable_by(school.marleen)) == set(asked.values())
    assert list(Approval.objects.decidable_by(school.naima)) == [asked[school.groep5]]
    before = Approval.objects.get(outcome=Approval.Outcome.APPROVED)
    assert (before.post, before.decided_by) == (asked[school.council_or].post, school.marleen)
    assert before.content_hash != asked[school.council_or].content_hash


@pytest.mark.clause("D10", "E8")
def test_posts_are_planned_on_school_days_that_their_writers_work(school):
    planned = Post.objects.filter(state=Post.State.PLANNED)
    assert {post.author for post in planned} == {school.naima, school.joris, school.karim}
    days = {"naima": "ma, di, wo", "joris": "do, vr", "karim": "ma, di, wo, do, vr"}
    for post in planned:
        assert is_school_day(post.slot_on)
        assert post.slot_on > clock.today()
        assert works_on(days[post.author.sign_in_name], post.slot_on)
        assert clock.at_school(post.publish_at).hour == 8
    exemption = Exemption.objects.asked().get()
    assert (exemption.author, exemption.post.author) == (school.karim, school.karim)


@pytest.mark.clause("D10")
def test_nothing_that_lies_ready_makes_the_first_sweep_do_something(school):
    outbox = OutboxMail.objects.count()
    assert [publish_due_posts(), report_week(), OutboxMail.objects.count() - outbox] == [0, 0, 0]


@pytest.mark.clause("D9")
def test_somebody_writes_for_the_whole_school_until_a_day(school):
    held = Membership.objects.get(user=school.dennis, role__name="editor")
    assert clock.today() < held.valid_until
    assert SchoolGroup.objects.with_perm(school.dennis, POST).filter(pk=school.whole_school.pk).exists()


@pytest.mark.clause("E8")
def test_the_school_keeps_the_time_of_the_demos_calendar(school):
    time = school_time_of(school.school, first=school.groep5.starts_on, last=school.groep5.ends_on)
    days = days_from(school.groep5.starts_on, 365)
    assert [day for day in days if time.is_school_day(day) != is_school_day(day)] == []
    assert working_week_of(school.naima, time).keys() == {1, 2, 3}


@pytest.mark.parametrize(
    "moment",
    [
        "2026-08-03 10:00",
        "2026-11-24 15:30",
        "2026-11-29 03:00",
        "2027-07-12 08:00",
        "2026-09-01 09:00",
        "2027-01-02 12:00",
        "2027-05-05 23:00",
    ],
)
def test_it_can_be_built_at_any_moment_of_the_year(db, moment):
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=clock.SCHOOL_TIME), tick=True):
        clear()
        school, _crowd = build_demo(say=lambda line: None, photos=0)
        assert published().filter(school_group=school.groep5, published_at__lte=clock.now()).exists()
        assert Post.objects.visible_to(school.samira).exists()


def test_the_command_builds_nothing_beside_a_school(cast):
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="already"):
        call_command("demo")
    assert School.objects.count() == 1


@override_settings(DEMO=False, TESTING=False)
def test_the_command_refuses_outside_the_demo(cast):
    with pytest.raises(CommandError, match="KRING_DEMO"):
        call_command("demo", "--if-empty")


def test_the_calendar_knows_the_days_that_schools_share():
    free = [
        "2026-10-14",
        "2026-12-22",
        "2027-01-01",
        "2027-03-29",
        "2027-04-27",
        "2027-05-06",
        "2027-05-17",
        "2026-11-22",
    ]
    assert [day for day in free if is_school_day(datetime.fromisoformat(day).date())] == []
    assert is_school_day(datetime(2026, 11, 24).date())  # noqa: DTZ001


@pytest.mark.clause("E4", "F4")
def test_the_queue_shows_a_report_a_case_and_something_held_after_what_it_is_about_was_out(school):
    held = Reaction.objects.held_for(school.karim).get()
    assert offences_in(school.school.pk, [held.text])
    assert held.post.published_at < held.held_at < clock.now()
    assert [item.kind for item in items_for(school.marleen).filter(state=Item.State.OPEN)] == ["photo"]
    assert Case.objects.handled_by(school.karim).get().items.get().state == Item.State.REMOVED
