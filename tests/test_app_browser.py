"""The portal as an app in a real browser: what a phone keeps, what it shows without internet, and when it asks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.live import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once]
KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        kept[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname).sort();
    }
    return kept;
}"""
# What a phone says of itself that stands on a desk here; and what Chromium says when a page can be installed.
INSTALLS = """dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }), {
    prompt() { document.body.dataset.prompted = "1"; } }))"""
HINT = "[data-install]"


@pytest.fixture
def phone_of(page_as):
    """``phone_of("naima")``: a page on a phone whose worker is at work."""

    def make(name, **more):
        page = page_as(name, viewport=PHONE, has_touch=True, is_mobile=True, **more)
        page.goto("/")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        return page

    return make


@pytest.mark.clause("B8")
def test_after_reading_the_phone_has_kept_static_files_and_one_page_and_nothing_else(phone_of, planted):
    page = phone_of("samira")
    for path in ("/nieuws/{bridges}/", "/nieuws/{bridges}/foto/1/", "/groepen/{groep5}/", "/berichten/", "/ik/", "/"):
        page.goto(path.format(**planted), wait_until="networkidle")
    kept = page.evaluate(KEPT)
    assert len(kept) == 1
    paths = next(iter(kept.values()))
    assert "/geen-internet/" in paths
    assert [path for path in paths if path != "/geen-internet/" and not path.startswith("/static/")] == []
    words = page.evaluate("caches.match('/geen-internet/').then((page) => page.text())")
    assert "Samira" not in words


@pytest.mark.clause("B8")
def test_without_internet_a_kind_page_stands_there_and_no_news(phone_of, planted):
    page = phone_of("samira")
    page.goto(f"/nieuws/{planted['bridges']}/")
    title = page.locator("article h2").first.inner_text()
    page.context.set_offline(True)
    page.goto("/")
    assert "Je hebt geen internet" in page.locator("h1").inner_text()
    assert title not in page.content()
    for part in ("script[src]", "link[rel=stylesheet]"):  # the shell is whole without a line
        assert page.locator(part).count()
    assert page.evaluate("getComputedStyle(document.querySelector('.board')).backgroundColor") == "rgb(22, 70, 61)"
    page.context.set_offline(False)
    page.get_by_role("link", name="Probeer het opnieuw").click()
    expect(page.locator("article").first).to_be_visible()


def test_a_new_version_takes_the_place_of_the_old(page_as):
    page = page_as("samira")
    page.goto("/robots.txt")  # no worker yet
    page.evaluate("caches.open('kring-000000000000').then((cache) => cache.put('/oud/', new Response('oud')))")
    assert page.evaluate(KEPT) == {"kring-000000000000": ["/oud/"]}
    page.goto("/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    kept = page.evaluate(KEPT)
    assert len(kept) == 1
    assert "kring-000000000000" not in kept


def number_on_the_icon(page) -> list:
    """Each number that a page puts on the icon from now on."""
    page.add_init_script("window.numbers = []; navigator.setAppBadge = async (number) => { numbers.push(number); };")
    page.reload()
    page.wait_for_load_state("networkidle")
    return page.evaluate("numbers")


def test_the_number_on_the_icon_is_that_of_the_menu_and_goes_when_one_signs_out(page_as):
    page = page_as("samira")
    page.goto("/")
    shown = int(page.locator("nav.nav").get_attribute("data-unread") or 0)
    assert number_on_the_icon(page) == [shown]
    page.goto("/geen-internet/")
    assert page.evaluate("numbers") == []
    nobody = page_as(None)
    nobody.goto("/aanmelden/")
    assert number_on_the_icon(nobody) == [0]


def days_before(page, number: int) -> None:
    """As if the phone was used on so many earlier days."""
    page.evaluate("(number) => localStorage.setItem('kring-days', `${number}|Sun Nov 01 2026`)", number)
    page.reload()


def test_the_hint_comes_on_the_third_day_and_not_before(phone_of):
    page = phone_of("samira")
    page.evaluate(INSTALLS)
    expect(page.locator(HINT)).to_be_hidden()
    page.reload()
    assert page.evaluate("localStorage.getItem('kring-days').split('|')[0]") == "1"  # a day counts once
    days_before(page, 2)
    page.wait_for_function("() => localStorage.getItem('kring-days').startsWith('3|')")
    page.evaluate(INSTALLS)
    expect(page.locator(HINT)).to_be_visible()
    page.get_by_role("button", name="Zet het erop").click()
    assert page.evaluate("document.body.dataset.prompted") == "1"


@pytest.mark.parametrize(("button", "days", "again"), [("Nu niet", 31, True), ("Niet meer vragen", 400, False)])
def test_who_says_no_is_left_in_peace(phone_of, button, days, again):
    page = phone_of("samira")
    days_before(page, 2)
    page.wait_for_function("() => localStorage.getItem('kring-days').startsWith('3|')")
    page.evaluate(INSTALLS)
    page.get_by_role("button", name=button).click()
    expect(page.locator(HINT)).to_be_hidden()
    today = datetime.now(UTC)
    for later, shown in ((29, False), (days, again)):
        page.clock.set_system_time(today + timedelta(days=later))
        page.reload(wait_until="networkidle")
        page.evaluate(INSTALLS)
        expect(page.locator(HINT)).to_be_visible() if shown else expect(page.locator(HINT)).to_be_hidden()


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def test_an_iphone_gets_words_and_where_one_chooses_to_hear_of_things_at_once(phone_of):
    page = phone_of("samira", user_agent=IPHONE)
    expect(page.locator(HINT)).to_be_hidden()
    page.goto("/ik/bericht-krijgen/")
    hint = page.locator(HINT)
    expect(hint).to_contain_text("Tik op de deelknop van je browser")
    expect(hint.get_by_role("button", name="Zet het erop")).to_be_hidden()


@pytest.mark.parametrize("where", ["computer", "app"])
def test_neither_a_computer_nor_the_app_itself_is_asked(phone_of, page_as, where):
    page = page_as("samira", viewport=(1280, 860)) if where == "computer" else phone_of("samira")
    if where == "app":
        page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: true })")
    page.goto("/ik/bericht-krijgen/", wait_until="networkidle")
    page.evaluate(INSTALLS)
    expect(page.locator(HINT)).to_be_hidden()


@pytest.mark.clause("C2")
def test_on_a_phone_the_composer_opens_the_camera_itself(phone_of, planted):
    page = phone_of("naima")
    page.goto(f"/groepen/{planted['groep5']}/nieuw/?nieuw=1")
    with page.expect_file_chooser() as chosen:
        page.locator("[data-camera]").click()
    assert chosen.value.element.get_attribute("capture") == "environment"
    assert re.fullmatch(r"image/\*", chosen.value.element.get_attribute("accept"))
