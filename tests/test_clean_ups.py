"""Photos that may still stand on the phone they came from: asked about until somebody says otherwise (C2)."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.models import WorkingTime
from messaging.actions import add_to_post, ask_to_clean_up, publish_post, say_cleaned_up
from messaging.models import CleanUp, Photo, Post
from notifications.gathering import gather_due
from notifications.models import Notice, OutboxMail, Spread
from notifications.outbox import deliver_due
from notifications.telling import spread_due
from protocol import clock
from tests.school_times import keep_real_hours

pytestmark = [pytest.mark.django_db, pytest.mark.clause("C2")]
ASKED = "Staan er nog foto’s van school op je telefoon?"


@pytest.fixture
def draft(cast: Any, make_post: Callable[..., Post], make_photo: Callable[..., Photo]) -> Post:
    post = make_post(cast.groep5, cast.naima, title="Torens", kind="day", state="draft")
    make_photo(post)
    return post


def sent(draft: Post) -> CleanUp:
    publish_post(draft, by=draft.author)
    row: CleanUp = CleanUp.objects.get(post=draft)
    return row


def home(client: Client) -> str:
    return str(client.get("/").content.decode())


def test_who_sends_photos_is_asked_until_they_say_that_the_photos_are_gone(
    cast: Any, draft: Post, client_of: Callable[..., Client]
) -> None:
    row = sent(draft)
    client = client_of(cast.naima)
    for _ in range(2):
        assert ASKED in home(client)
        assert "Ze horen bij “Torens”." in home(client)
    answer = client.post("/opgeruimd/", {"how": "removed", "tot": row.pk}, follow=True)
    assert "Dank je wel. Dat is genoteerd." in answer.content.decode()
    row.refresh_from_db()
    assert (row.how, row.said_at is not None) == ("removed", True)
    assert ASKED not in home(client)


def test_nobody_else_is_asked(cast: Any, draft: Post, client_of: Callable[..., Client]) -> None:
    sent(draft)
    for other in (cast.joris, cast.fleur, cast.marleen, cast.samira):
        assert ASKED not in home(client_of(other))


def test_words_without_a_photo_ask_nothing(cast: Any, make_post: Callable[..., Post]) -> None:
    publish_post(make_post(cast.groep5, cast.naima, kind="day", state="draft"), by=cast.naima)
    assert not CleanUp.objects.exists()


def test_who_used_a_device_of_the_school_says_so(cast: Any, draft: Post, client_of: Callable[..., Client]) -> None:
    row = sent(draft)
    client_of(cast.naima).post("/opgeruimd/", {"how": "elsewhere", "tot": row.pk})
    assert CleanUp.objects.get(pk=row.pk).how == "elsewhere"


@pytest.mark.parametrize("fields", [{"how": "later"}, {"how": "removed", "tot": "nul"}, {}])
def test_what_no_button_says_ticks_off_nothing(
    fields: dict[str, str], cast: Any, draft: Post, client_of: Callable[..., Client]
) -> None:
    row = sent(draft)
    assert client_of(cast.naima).post("/opgeruimd/", {"tot": row.pk} | fields)["Location"] == "/"
    assert CleanUp.objects.open().filter(pk=row.pk).exists()


def test_a_tick_holds_for_what_was_shown_and_for_oneself(
    cast: Any, draft: Post, make_post: Callable[..., Post], make_photo: Callable[..., Photo]
) -> None:
    shown = sent(draft)
    later = make_post(cast.groep5, cast.naima, title="Daarna")
    ask_to_clean_up(later, [make_photo(later)], of=cast.naima)
    assert say_cleaned_up("removed", until=shown.pk, by=cast.joris) == 0
    assert say_cleaned_up("removed", until=shown.pk, by=cast.naima) == 1
    assert CleanUp.objects.open().get().post == later


def test_several_posts_are_one_question_with_their_number(
    cast: Any, draft: Post, make_post: Callable[..., Post], make_photo: Callable[..., Photo], client_of: Any
) -> None:
    sent(draft)
    for number in range(12):
        post = make_post(cast.groep5, cast.naima, title=f"Dag {number}")
        ask_to_clean_up(post, [make_photo(post)], of=cast.naima)
    client = client_of(cast.naima)
    html = home(client)
    assert html.count(ASKED) == 1
    assert "Ze horen bij “Dag 11” en andere, samen 13 nieuwsberichten." in html
    client.post("/opgeruimd/", {"how": "removed", "tot": CleanUp.objects.latest("pk").pk})
    assert not CleanUp.objects.open().exists()


def test_the_question_stands_beside_eight_unfinished_posts(
    cast: Any, draft: Post, make_post: Callable[..., Post], client_of: Callable[..., Client]
) -> None:
    sent(draft)
    for number in range(9):
        make_post(cast.groep5, cast.naima, title=f"Concept {number}", state="draft")
    assert ASKED in home(client_of(cast.naima))


def test_asking_costs_home_no_question_more(cast: Any, draft: Post, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.naima)

    def count() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    publish_post(draft, by=cast.naima)
    with_question = count()
    CleanUp.objects.update(said_at=clock.now(), how="removed")
    assert count() == with_question


def test_sent_again_after_it_came_back_the_same_photos_are_not_asked_about_twice(
    cast: Any, draft: Post, make_photo: Callable[..., Photo]
) -> None:
    row = sent(draft)
    photos = list(draft.photos.all())
    assert not ask_to_clean_up(draft, photos, of=cast.naima)
    say_cleaned_up("removed", until=row.pk, by=cast.naima)
    assert not ask_to_clean_up(draft, photos, of=cast.naima)
    new = make_photo(draft, created_at=clock.now() + timedelta(minutes=1))
    assert ask_to_clean_up(draft, [*photos, new], of=cast.naima)


def test_who_adds_photos_to_a_colleagues_post_is_asked_and_the_colleague_is_not(
    cast: Any, make_post: Callable[..., Post], make_photo: Callable[..., Photo]
) -> None:
    today = make_post(cast.groep5, cast.joris, title="Vandaag", kind="day")
    more = make_post(cast.groep5, cast.naima, title="", text="En dit nog.", kind="day", state="draft")
    make_photo(more)
    add_to_post(more, today, by=cast.naima)
    assert [(row.person, row.post) for row in CleanUp.objects.all()] == [(cast.naima, today)]


def test_the_database_keeps_one_open_question_and_an_answer_that_says_how(cast: Any, draft: Post) -> None:
    row = sent(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        CleanUp.objects.create(person=cast.naima, post=draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        CleanUp.objects.filter(pk=row.pk).update(said_at=clock.now())


def mailed(to: Any) -> list[str]:
    spread_due()
    gather_due()
    deliver_due()
    rows = OutboxMail.objects.filter(kind="notices", recipient=to, state="sent", notices__kind="photos_left")
    return list(rows.values_list("address", flat=True))


TUESDAY, WEEK_LATER = "2026-11-24T15:30+01:00", "2026-12-01T16:00+01:00"


@pytest.fixture
def sent_on_tuesday(cast: Any, draft: Post) -> CleanUp:
    with time_machine.travel(TUESDAY):
        return sent(draft)


@pytest.mark.usefixtures("sent_on_tuesday")
def test_after_a_week_one_mail_reminds_who_said_nothing(cast: Any) -> None:
    with time_machine.travel("2026-12-01T15:00+01:00"):
        assert mailed(cast.naima) == []
    with time_machine.travel(WEEK_LATER):
        assert mailed(cast.naima) == [cast.naima.email]
        assert mailed(cast.naima) == [cast.naima.email]


def test_who_said_it_hears_no_more_of_it(cast: Any, sent_on_tuesday: CleanUp) -> None:
    with time_machine.travel("2026-11-25T09:00+01:00"):
        say_cleaned_up("removed", until=sent_on_tuesday.pk, by=cast.naima)
    with time_machine.travel(WEEK_LATER):
        assert mailed(cast.naima) == []
        assert Spread.objects.filter(kind="photos_left", spread_at__isnull=False).exists()


def test_who_says_it_just_before_the_mail_goes_gets_none(cast: Any, sent_on_tuesday: CleanUp) -> None:
    with time_machine.travel(WEEK_LATER):
        spread_due()
        assert Notice.objects.filter(kind="photos_left").count() == 1
        say_cleaned_up("removed", until=sent_on_tuesday.pk, by=cast.naima)
        assert mailed(cast.naima) == []


def test_a_second_post_left_open_brings_no_second_mail(
    cast: Any, sent_on_tuesday: CleanUp, make_post: Callable[..., Post], make_photo: Callable[..., Photo]
) -> None:
    with time_machine.travel("2026-11-25T15:30+01:00"):
        post = make_post(cast.groep5, cast.naima)
        ask_to_clean_up(post, [make_photo(post)], of=cast.naima)
    with time_machine.travel("2026-12-10T16:00+01:00"):
        assert len(mailed(cast.naima)) == 1
        assert Notice.objects.get(kind="photos_left").about == str(sent_on_tuesday.pk)


@pytest.mark.clause("E8")
def test_the_reminder_waits_for_the_hours_of_who_works(cast: Any, draft: Post) -> None:
    with time_machine.travel("2026-11-18T16:30+01:00"):
        sent(draft)
    keep_real_hours(cast.school)
    for weekday in (1, 2):
        WorkingTime.objects.create(user=cast.naima, weekday=weekday, begins_at=time(8), ends_at=time(17))
    with time_machine.travel("2026-11-25T16:40+01:00"):  # a Wednesday, on which she does not work
        assert mailed(cast.naima) == []
    with time_machine.travel("2026-11-30T08:05+01:00"):
        assert mailed(cast.naima) == [cast.naima.email]
