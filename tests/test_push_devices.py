"""The devices that show pushes: let in after a tap, the person's own, asleep without a session, woken by the same."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.devices import end_sessions
from notifications.models import PushDevice
from notifications.push_keys import public_key
from notifications.push_services import is_known
from portal.demo.people import PASSWORD
from protocol import clock
from tests.push_service import CHROME, PushService

pytestmark = pytest.mark.django_db
PAGE = "/ik/bericht-krijgen/"
ADD, WAKE = f"{PAGE}toestel/", f"{PAGE}toestel/weer/"


@pytest.fixture
def told() -> Any:
    """``told("phone")``: what this browser tells of itself."""
    return PushService("https://fcm.googleapis.com").browser


def signed_in(person: Any) -> Client:
    client = Client(headers={"User-Agent": CHROME})
    assert client.post("/aanmelden/", {"login": person.sign_in_name, "password": PASSWORD}).status_code == 302
    return client


def awake() -> list[str]:
    return [device.endpoint.rsplit("/", 1)[1] for device in PushDevice.objects.awake()]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b-x_y",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGu-x",
        "https://wns2-par02p.notify.windows.com/w/?token=BQY%2bb%3d",
        "https://fcm.googleapis.com:443/fcm/send/abc",
    ],
)
def test_the_push_services_of_the_browsers_are_known(endpoint: str) -> None:
    assert is_known(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://10.0.0.8:6379/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://push.apple.com/x",
        "https://.push.apple.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x\\y",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/a\r\nHost: b",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_else_is_ever_asked(endpoint: str) -> None:
    assert not is_known(endpoint)


def test_without_tls_only_this_machine_and_only_where_the_settings_name_it(settings: Any) -> None:
    settings.PUSH_SERVICES = ["127.0.0.1", "push.school.example"]
    assert is_known("http://127.0.0.1:8123/push/x")
    assert not is_known("http://push.school.example/x")
    assert is_known("https://push.school.example/x")


def test_a_device_is_let_in_by_its_name_and_stands_on_the_page(cast: Any, told: Any) -> None:
    client = signed_in(cast.samira)
    button = f'data-push="{public_key()}"'
    assert button in client.get(PAGE).content.decode()
    answer = client.post(ADD, told("phone"), follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    page = answer.content.decode()
    assert "Vanaf nu zegt dit apparaat het als er iets is." in page
    assert "Chrome op Android" in page
    device = PushDevice.objects.get()
    assert (device.person, device.session_key) == (cast.samira, client.session.session_key)
    assert button not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://evil.example/x"},
        {"endpoint": ""},
        {"p256dh": "A" * 87},
        {"p256dh": "BA"},
        {"p256dh": "!" * 87},
        {"auth": "AAAA"},
        {"auth": "é"},
    ],
)
def test_what_no_browser_tells_is_refused(cast: Any, told: Any, wrong: dict[str, str]) -> None:
    client = signed_in(cast.samira)
    answer = client.post(ADD, told("phone") | wrong, follow=True)
    assert "Dit apparaat kon er niet bij." in answer.content.decode()
    assert not PushDevice.objects.exists()


@pytest.mark.clause("B8")
def test_a_device_moves_to_who_lets_it_in_after(cast: Any, told: Any) -> None:
    signed_in(cast.samira).post(ADD, told("tablet"))
    signed_in(cast.tom).post(ADD, told("tablet"))
    assert PushDevice.objects.get().person == cast.tom


@pytest.mark.clause("B8")
def test_a_device_of_the_same_person_wakes_in_a_new_session_and_at_a_new_address(cast: Any, told: Any) -> None:
    first = signed_in(cast.samira)
    first.post(ADD, told("phone"))
    Session.objects.filter(session_key=first.session.session_key).update(expire_date=clock.now())
    assert awake() == ["phone"], "its time was over, nobody ended it"
    with time_machine.travel(clock.now() + timedelta(days=91)):
        assert awake() == []
    end_sessions(cast.samira, by=cast.samira)
    assert awake() == []
    again = signed_in(cast.samira)
    assert f'data-wake="{WAKE}"' in again.get("/ik/").content.decode()
    known = {"known": told("phone")["endpoint"]}
    assert again.post(WAKE, told("phone") | known).status_code == 204
    assert awake() == ["phone"]
    assert "data-wake" not in again.get("/ik/").content.decode()
    assert again.post(WAKE, told("phone2") | known).status_code == 204
    assert awake() == ["phone2"]


@pytest.mark.clause("B8")
def test_a_new_password_puts_the_other_devices_to_sleep(cast: Any, told: Any) -> None:
    signed_in(cast.samira).post(ADD, told("laptop"))
    client = signed_in(cast.samira)
    words = {"oldpassword": PASSWORD, "password1": "drie blauwe fietsen", "password2": "drie blauwe fietsen"}
    assert client.post("/wachtwoord/wijzigen/", words).status_code == 302
    assert awake() == []
    assert "Stil, tot je je daar weer aanmeldt" in client.get(PAGE).content.decode()


@pytest.mark.clause("B8")
def test_nobody_wakes_a_device_of_another_or_one_that_is_none(cast: Any, told: Any) -> None:
    signed_in(cast.samira).post(ADD, told("phone"))
    signed_in(cast.tom).post(ADD, told("tom"))
    tom = signed_in(cast.tom)
    known = {"known": told("phone")["endpoint"]}
    assert tom.post(WAKE, told("phone") | known).status_code == 404
    assert tom.post(WAKE, told("other") | known).status_code == 404
    assert tom.post(WAKE, told("phone") | {"known": told("tom")["endpoint"]}).status_code == 404
    assert tom.post(WAKE, {"known": told("tom")["endpoint"]}).status_code == 404
    assert Client().post(WAKE, told("phone") | known).status_code == 302
    assert PushDevice.objects.get(endpoint=told("phone")["endpoint"]).person == cast.samira


def test_the_service_worker_wakes_without_a_form_but_a_device_is_let_in_with_one_only(cast: Any, told: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.samira)
    assert strict.post(ADD, told("phone")).status_code == 403
    assert strict.post(WAKE, told("phone")).status_code == 404  # looked at, and none of hers


def test_a_device_is_removed_by_its_owner_alone(cast: Any, told: Any) -> None:
    client = signed_in(cast.samira)
    client.post(ADD, told("phone"))
    path = f"{ADD}{PushDevice.objects.get().pk}/weg/"
    assert path in client.get(PAGE).content.decode()
    assert signed_in(cast.tom).post(path).status_code == 404
    assert "laat je niets meer weten" in client.post(path, follow=True).content.decode()
    assert not PushDevice.objects.exists()
    assert client.post(path).status_code == 404


def test_the_device_that_was_not_used_for_longest_makes_room(cast: Any, told: Any) -> None:
    client = signed_in(cast.samira)
    for number in range(12):
        client.post(ADD, told(f"nr{number}"))
    assert sorted(device.endpoint[-4:] for device in PushDevice.objects.all()) == sorted(
        [f"nr{n}" if n > 9 else f"/nr{n}" for n in range(2, 12)]
    )
