"""Pushes in a real Chromium: what the service worker shows, where a tap leads, and the button that lets a device in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.live import PASSWORD

pytestmark = pytest.mark.browser
PAGE = "/ik/bericht-krijgen/"


@pytest.fixture
def phone(live: Any, browser: Any) -> Iterator[Any]:
    """A phone on which Samira signed in. ``localhost``: where service workers may be without TLS."""
    context = browser.new_context(base_url=live.url.replace("127.0.0.1", "localhost"), locale="nl-NL")
    page = context.new_page()
    page.goto("/aanmelden/")
    page.fill("[name=login]", "samira")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield page
    context.close()


def deliver(page: Any, words: str) -> None:
    """What the browser does when its push service brings something."""
    cdp = page.context.new_cdp_session(page)
    found: dict[str, str] = {}
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.update({row["scopeURL"]: row["registrationId"] for row in event["registrations"]}),
    )
    cdp.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    origin = page.evaluate("location.origin")
    message = {"origin": origin, "registrationId": found[f"{origin}/"], "data": words}
    cdp.send("ServiceWorker.deliverPushMessage", message)


# A browser without a screen shows no notification: what the worker asks it to show is noted instead.
NOTES = """() => {
    self.shown = [];
    self.registration.showNotification = async (title, { body, tag, data }) => {
        self.shown.push({ title, body, tag, path: data.path });
    };
    self.navigator.setAppBadge = async (number) => { self.badge = number; };
}"""


@pytest.mark.clause("B8")
def test_a_push_shows_its_words_and_the_number_that_waits(phone: Any) -> None:
    (worker,) = phone.context.service_workers
    worker.evaluate(NOTES)
    deliver(phone, '{"title": "Nieuws in Groep 5", "path": "/groepen/", "tag": "/groepen/", "unread": 2}')
    deliver(phone, "")
    for _ in range(100):  # the worker takes its time
        if len(worker.evaluate("self.shown")) == 2:
            break
        phone.wait_for_timeout(100)
    assert worker.evaluate("self.shown") == [
        {"title": "Nieuws in Groep 5", "body": "", "tag": "/groepen/", "path": "/groepen/"},
        {"title": "Kring", "body": "", "tag": None, "path": "/"},
    ]
    assert worker.evaluate("self.badge") == 2


def test_a_tap_on_a_notification_leads_to_what_it_tells(phone: Any) -> None:
    """The tap itself comes from the phone alone; its handler is asked within the worker."""
    (worker,) = phone.context.service_workers
    done = worker.evaluate(
        """async () => {
            const done = [];
            const open = { focus: async () => { done.push("focus"); return open; },
                navigate: async (path) => { done.push(path); } };
            self.clients.matchAll = async () => [open];
            self.clients.openWindow = async (path) => { done.push(`new ${path}`); };
            const tap = async () => {
                const event = new Event("notificationclick");
                let work;
                const notification = { close: () => done.push("close"), data: { path: "/berichten/3/" } };
                Object.assign(event, { notification, waitUntil: (one) => { work = one; } });
                self.dispatchEvent(event);
                await work;
            };
            await tap();
            self.clients.matchAll = async () => [];
            await tap();
            return done;
        }"""
    )
    assert done == ["close", "focus", "/berichten/3/", "close", "new /berichten/3/"]


# The push service of this browser is elsewhere, and tests go nowhere; and without a screen it says no to all.
SUBSCRIBES = """() => {
    let permission = "default";
    Object.defineProperty(Notification, "permission", { get: () => permission });
    Notification.requestPermission = async () => {
        if (!navigator.userActivation.isActive) throw new Error("asked without a tap");
        permission = localStorage.permission = "granted";
        return permission;
    };
    permission = localStorage.permission || permission;
    const told = { endpoint: "https://fcm.googleapis.com/fcm/send/%s",
        keys: { p256dh: "BA" + "x".repeat(85), auth: "x".repeat(22) } };
    let made = null;
    PushManager.prototype.getSubscription = async () => made;
    PushManager.prototype.subscribe = async (options) => {
        if (!options.userVisibleOnly) throw new Error("it would stay silent");
        made = { options, toJSON: () => told };
        return made;
    };
}"""


@pytest.mark.clause("B8")
def test_the_button_asks_after_the_tap_and_lets_the_device_in(phone: Any) -> None:
    phone.context.add_init_script(f"({SUBSCRIBES % 'abc'})()")
    phone.goto(PAGE)
    button = phone.get_by_role("button", name="Berichten op dit apparaat")
    expect(button).to_be_visible()
    expect(phone.locator("[data-said]:visible")).to_have_count(0)
    assert phone.evaluate("Notification.permission") == "default"  # nothing is asked before the tap
    button.click()
    expect(phone.get_by_text("Vanaf nu zegt dit apparaat het als er iets is.")).to_be_visible()
    device = phone.locator("li.device")
    expect(device).to_have_count(1)
    expect(device).to_contain_text("hier")
    expect(button).to_have_count(0)
    phone.get_by_role("button", name="Weghalen").click()
    expect(phone.get_by_text("Dat apparaat laat je niets meer weten.")).to_be_visible()
    expect(button).to_be_visible()


def test_a_device_wakes_when_its_owner_signs_in_again(phone: Any) -> None:
    phone.context.add_init_script(f"({SUBSCRIBES % 'wakes'})()")
    phone.goto(PAGE)
    phone.get_by_role("button", name="Berichten op dit apparaat").click()
    expect(phone.locator("li.device")).to_contain_text("hier")
    phone.context.clear_cookies()  # the session is over
    phone.goto("/aanmelden/")
    phone.fill("[name=login]", "samira")
    phone.fill("[name=password]", PASSWORD)
    with phone.expect_response("**/toestel/weer/") as woken:
        phone.press("[name=password]", "Enter")
    assert woken.value.status == 204
    phone.goto(PAGE)
    expect(phone.locator("li.device")).to_contain_text("hier")
    phone.get_by_role("button", name="Weghalen").click()
    expect(phone.locator("li.device")).to_have_count(0)


def test_who_said_no_reads_what_now(phone: Any) -> None:
    phone.context.clear_permissions()
    phone.context.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    phone.goto(PAGE)
    expect(phone.get_by_text("Je wilde geen berichten op dit apparaat.")).to_be_visible()
    expect(phone.get_by_role("button", name="Berichten op dit apparaat")).to_be_hidden()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
            "Zet het portaal eerst op je beginscherm",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Something/1", "Deze browser kan geen berichten laten zien."),
    ],
)
def test_a_browser_that_cannot_says_what_to_do(live: Any, page_as: Any, agent: str, said: str) -> None:
    page = page_as("samira", user_agent=agent)
    page.add_init_script("delete window.PushManager")
    page.goto(PAGE)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name="Berichten op dit apparaat")).to_be_hidden()


def test_without_scripts_the_page_says_that_it_needs_them(page_as: Any) -> None:
    page = page_as("samira", java_script_enabled=False)
    page.goto(PAGE)
    expect(page.get_by_text("moet JavaScript aanstaan")).to_be_visible()
    expect(page.get_by_role("button", name="Berichten op dit apparaat")).to_be_hidden()


def test_another_address_of_the_push_service_is_told_to_the_portal(phone: Any) -> None:
    """The event itself comes from the browser alone; its handler is asked within the worker."""
    (worker,) = phone.context.service_workers
    told = worker.evaluate(
        """async () => {
            const old = { endpoint: "https://fcm.googleapis.com/fcm/send/old", options: {} };
            const made = { toJSON: () => ({ endpoint: "https://fcm.googleapis.com/fcm/send/new",
                keys: { p256dh: "p", auth: "a" } }) };
            const seen = [];
            const real = self.fetch;
            self.fetch = async (url, { method, body }) => { seen.push([url, method, body.toString()]); };
            const event = new Event("pushsubscriptionchange");
            let work;
            Object.assign(event, { oldSubscription: old, newSubscription: made, waitUntil: (one) => { work = one; } });
            self.dispatchEvent(event);
            await work;
            self.fetch = real;
            return seen;
        }"""
    )
    ((url, method, body),) = told
    assert (url, method) == ("/ik/bericht-krijgen/toestel/weer/", "POST")
    assert "known=https%3A%2F%2Ffcm.googleapis.com%2Ffcm%2Fsend%2Fold" in body
    assert "endpoint=https%3A%2F%2Ffcm.googleapis.com%2Ffcm%2Fsend%2Fnew&p256dh=p&auth=a" in body
