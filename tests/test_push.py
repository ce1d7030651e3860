"""Pushes: a row for each device, sent once, opened by the browser alone, to who may read it at that moment (B8)."""

import multiprocessing
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from conversations.actions import start_conversation, write_message
from groups.models import Guardianship, Membership
from messaging.models import Post
from notifications import webpush
from notifications.models import Notice, OutboxPush, Preference, PushDevice, PushKeys, TellingTimes
from notifications.push_keys import new_key, private_key, public_key
from notifications.pushing import push_due, queue_due
from notifications.tasks import push_due as doorbell
from notifications.telling import spread_due, tell_many
from portal.demo.people import PASSWORD
from protocol import clock
from tests.push_service import CHROME, PushService, push_service

pytestmark = pytest.mark.django_db
Make = Callable[..., Post]
State = OutboxPush.State
ADD = "/ik/bericht-krijgen/toestel/"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_SERVICES = ["127.0.0.1"]
    with push_service() as service:
        yield service


@pytest.fixture
def news(cast: Any, make_post: Make) -> Post:
    return make_post(cast.groep5, cast.naima)


@pytest.fixture
def let_in(service: PushService) -> Callable[..., Client]:
    """``let_in(person, "phone")``: a browser in which this person signed in and let the portal send."""

    def make(person: Any, name: str = "phone") -> Client:
        client = Client(headers={"User-Agent": CHROME})
        login = {"login": person.sign_in_name, "password": PASSWORD}
        assert client.post("/aanmelden/", login).status_code == 302
        assert client.post(ADD, service.browser(name)).status_code == 302
        assert PushDevice.objects.filter(endpoint=service.browser(name)["endpoint"]).exists()
        return client

    return make


def tell(post: Post) -> None:
    tell_many("new_post", str(post.pk))
    spread_due()
    queue_due()


@pytest.mark.clause("B8")
def test_a_device_is_told_in_words_that_may_stand_on_a_lock_screen(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    post = make_post(cast.groep5, cast.naima, title="Yara heeft luizen", text="Kijk in het haar.")
    tell(post)
    assert push_due() == 1
    (push,) = service.got
    path = f"/nieuws/{post.pk}/"
    assert push.words == {"title": "Nieuws in Groep 5", "path": path, "tag": path, "unread": 0}
    assert OutboxPush.objects.get().state == State.SENT
    assert push_due() == 0


def test_a_push_is_signed_for_its_service_and_says_how_long_it_may_wait(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    push_due()
    (push,) = service.got
    assert push.signed_with == public_key()
    assert push.claims["aud"] == service.url
    assert push.claims["sub"] == "mailto:kring@localhost"
    assert time.time() < push.claims["exp"] <= time.time() + 24 * 3600
    headers = {name: push.headers[name] for name in ("TTL", "Urgency", "Content-Encoding", "Topic")}
    key = OutboxPush.objects.get().key.hex
    assert headers == {"TTL": "86400", "Urgency": "normal", "Content-Encoding": "aes128gcm", "Topic": key}


@pytest.mark.clause("B7", "B8")
@time_machine.travel("2026-11-24T15:30+01:00")
def test_the_number_on_the_icon_is_that_of_the_conversations_that_wait(
    cast: Any, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    begun = start_conversation(link, "Rekenen", "Hoe gaat het?", by=cast.samira, school_group=cast.groep5, key=uuid4())
    write_message(begun, "Yara viel van de trap.", by=cast.naima, key=uuid4())
    queue_due()
    assert push_due() == 1
    (push,) = service.got
    assert push.headers["Urgency"] == "high"
    assert push.words["title"] == "Er staat een bericht voor je"
    assert push.words["path"].startswith(f"/berichten/{begun.pk}/#")
    assert push.words["tag"] == f"/berichten/{begun.pk}/"
    assert push.words["unread"] == 1
    assert not re.search("Yara|trap|Rekenen", str(push.words))


@pytest.mark.clause("B8")
def test_who_lost_the_right_meanwhile_is_told_nothing(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    Membership.objects.filter(user=cast.samira).end_at_once(by=cast.marleen)
    assert push_due() == 0
    assert service.asked == 0
    assert OutboxPush.objects.get().state == State.DROPPED


@pytest.mark.clause("B8")
@pytest.mark.parametrize("way", ["signs out", "elsewhere", "account closed", "someone else"])
def test_a_device_hears_nothing_once_its_owner_is_not_signed_in_there(
    cast: Any, news: Post, service: PushService, let_in: Any, way: str
) -> None:
    client = let_in(cast.samira)
    tell(news)
    if way == "signs out":
        client.post("/afmelden/")
        assert not PushDevice.objects.exists()
    elif way == "elsewhere":
        let_in(cast.samira, "laptop").post("/ik/apparaten/")  # signed out everywhere
    elif way == "account closed":
        type(cast.samira).objects.filter(pk=cast.samira.pk).update(is_active=False)
    else:
        let_in(cast.henk)
    assert push_due() == 0
    assert service.asked == 0


def test_a_device_hears_on_when_the_session_ran_out_by_itself(
    cast: Any, news: Post, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    Session.objects.update(expire_date=clock.now())
    tell(news)
    assert push_due() == 1
    assert service.asked == 1


def test_a_device_that_is_asleep_gets_no_row_at_all(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    PushDevice.objects.update(session_key="")
    tell(make_post(cast.groep5, cast.naima))
    assert Notice.objects.get(recipient=cast.samira).pushed_at is not None
    assert not OutboxPush.objects.exists()


def test_every_device_of_a_person_is_told_and_nobody_elses(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira, "phone")
    let_in(cast.samira, "laptop")
    let_in(cast.henk, "henk")
    tell(make_post(cast.groep5, cast.naima))
    assert doorbell() == 2
    assert {push.browser for push in service.got} == {"phone", "laptop"}


def test_quiet_hours_hold_for_pushes_and_who_wants_none_gets_none(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    let_in(cast.tom, "tom")
    TellingTimes.objects.create(person=cast.samira, quiet_from=hour(20), quiet_until=hour(7))
    Preference.objects.create(person=cast.tom, topic="news", by_mail="once", by_push=False)
    with time_machine.travel("2026-11-24T21:00+01:00"):
        Session.objects.update(expire_date=clock.now() + timedelta(days=2))
        tell(make_post(cast.groep5, cast.naima))
        assert push_due() == 0
    with time_machine.travel("2026-11-25T07:00+01:00"):
        assert doorbell() == 1
    assert [push.browser for push in service.got] == ["phone"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed(
    cast: Any, make_post: Make, service: PushService, let_in: Any, status: int
) -> None:
    let_in(cast.samira)
    let_in(cast.samira, "laptop")
    service.says["phone"] = (status, {})
    tell(make_post(cast.groep5, cast.naima))
    assert push_due() == 1
    assert [device.endpoint[-6:] for device in PushDevice.objects.all()] == ["laptop"]


@pytest.mark.parametrize("status", [302, 400, 403, 413])
def test_what_is_refused_for_good_is_parked_at_once_and_no_redirect_is_followed(
    cast: Any, make_post: Make, service: PushService, let_in: Any, status: int
) -> None:
    let_in(cast.samira)
    service.says["phone"] = (status, {"Location": f"{service.url}/push/elsewhere"})
    tell(make_post(cast.groep5, cast.naima))
    assert push_due() == 0
    row = OutboxPush.objects.get()
    assert (row.state, row.last_error, row.tries) == (State.PARKED, f"answered {status}", 1)
    assert service.asked == 1


def test_a_service_that_fails_is_tried_again_later_and_later_and_parked_after_five(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    service.says["phone"] = (500, {})
    tell(make_post(cast.groep5, cast.naima))
    waits = []
    for _ in range(5):
        assert push_due() == 0
        row = OutboxPush.objects.get()
        assert row.claimed_until is None
        waits.append(round((row.due_at - clock.now()).total_seconds() / 60))
        OutboxPush.objects.update(due_at=clock.now())
    assert waits[:4] == [1, 5, 30, 120]
    assert (row.state, row.tries, row.last_error) == (State.PARKED, 5, "answered 500")
    assert push_due() == 0
    assert service.asked == 5


@pytest.mark.parametrize(
    "wait",
    [
        ("600", 10),
        ("an hour from now", 60),
        ("999999999999", 24 * 60),
        ("soon", 1),
        ("Tue, 24 Nov 2020 12:00:00 -0000", 1),
    ],
)
def test_who_is_told_to_wait_waits_so_long(
    cast: Any, news: Post, service: PushService, let_in: Any, wait: tuple[str, int]
) -> None:
    let_in(cast.samira)
    said, minutes = wait
    if said == "an hour from now":
        said = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    service.says["phone"] = (429, {"Retry-After": said})
    tell(news)
    push_due()
    until = OutboxPush.objects.get().due_at - clock.now()
    assert until.total_seconds() / 60 == pytest.approx(minutes, abs=1.5)


def test_one_service_that_hangs_keeps_no_sweep_and_is_asked_once_in_it(
    cast: Any, make_post: Make, service: PushService, let_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webpush, "TIMEOUT", (0.3, 0.3))
    let_in(cast.samira)
    with push_service() as other:
        let_in(cast.samira, "laptop")
        other.keys = service.keys
        laptop = PushDevice.objects.filter(endpoint__endswith="laptop")
        laptop.update(endpoint=f"{other.url}/push/laptop")
        service.hangs = 2
        for title in ("Een", "Twee"):
            tell(make_post(cast.groep5, cast.naima, title=title))
        assert push_due() == 2
        assert len(other.got) == 2
    assert service.asked == 1
    waiting = OutboxPush.objects.filter(state=State.WAITING).order_by("-tries")
    assert [row.tries for row in waiting] == [1, 0]
    assert waiting[0].last_error == "ReadTimeout"


def test_keys_that_are_none_park_the_row_and_keep_nobody_else(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    let_in(cast.samira, "laptop")
    PushDevice.objects.filter(endpoint__endswith="phone").update(p256dh="BA" + "A" * 85)  # no point on the curve
    tell(make_post(cast.groep5, cast.naima))
    assert push_due() == 1
    assert OutboxPush.objects.get(state=State.WAITING).last_error == "ValueError"


def test_what_no_longer_is_a_known_service_is_not_asked(
    cast: Any, make_post: Make, service: PushService, let_in: Any, settings: Any
) -> None:
    let_in(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    settings.PUSH_SERVICES = ["fcm.googleapis.com"]
    assert push_due() == 0
    assert service.asked == 0


def test_what_another_sweep_has_in_hand_is_left_alone_until_its_claim_lapses(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    OutboxPush.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
    assert push_due() == 0
    OutboxPush.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert push_due() == 1


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_send_every_push_once(
    cast: Any, make_post: Make, service: PushService, let_in: Any, race: Any
) -> None:
    let_in(cast.samira)
    for number in range(10):
        tell_many("new_post", str(make_post(cast.groep5, cast.naima, title=f"{number}").pk))
    spread_due()
    assert sum(race(lambda _: queue_due(), 3)) == 10
    assert sum(race(lambda _: push_due(), 3)) == 10
    topics = [push.headers["Topic"] for push in service.got]
    assert len(topics) == len(set(topics)) == 10


@pytest.mark.django_db(transaction=True)
def test_a_sweep_killed_while_it_sends_is_done_over_under_the_same_topic(
    cast: Any, make_post: Make, service: PushService, let_in: Any
) -> None:
    let_in(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    connections.close_all()
    sweep = multiprocessing.get_context("fork").Process(target=push_due)
    service.when_asked = sweep.kill
    sweep.start()
    sweep.join(20)
    assert sweep.exitcode == -9
    row = OutboxPush.objects.get()
    assert row.state == State.WAITING
    service.when_asked = lambda: None
    OutboxPush.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert push_due() == 1
    assert {push.headers["Topic"] for push in service.got} == {row.key.hex}


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_make_one_pair_of_keys(race: Any) -> None:
    PushKeys.objects.all().delete()
    assert len(set(race(lambda _: public_key(), 8))) == 1
    assert PushKeys.objects.count() == 1


def test_the_kept_key_is_closed_and_closed_anew_with_the_next_secret(settings: Any) -> None:
    public, private = public_key(), private_key()
    assert private not in PushKeys.objects.get().private
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret " * 5
    assert private_key() == private
    settings.SECRET_KEY_FALLBACKS = []
    assert (private_key(), public_key()) == (private, public)


def test_a_kept_key_that_no_secret_opens_stops_the_pushes_and_the_check_says_so(settings: Any) -> None:
    from notifications.checks import pushes_can_be_signed

    assert pushes_can_be_signed(None) == []
    public_key()
    assert pushes_can_be_signed(None) == []
    settings.SECRET_KEY = "another secret " * 5
    with pytest.raises(ValueError, match="SECRET_KEY"):
        private_key()
    assert [found.id for found in pushes_can_be_signed(None)] == ["kring.E006"]


def test_a_key_of_the_settings_goes_first(settings: Any) -> None:
    from notifications.checks import pushes_can_be_signed

    settings.VAPID_KEY = new_key()
    assert private_key() == settings.VAPID_KEY
    assert re.fullmatch(r"[\w-]{87}", public_key())
    assert not PushKeys.objects.exists()
    settings.VAPID_KEY = "geheim"
    assert [found.id for found in pushes_can_be_signed(None)] == ["kring.E006"]


@pytest.mark.once
def test_a_web_process_does_not_load_what_only_sends() -> None:
    code = "import django, sys; django.setup(); import portal.wsgi, portal.urls, notifications.tasks;"
    code += "print({'pywebpush', 'aiohttp', 'py_vapid'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert said.stdout.strip() == "set()"
