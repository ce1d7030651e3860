"""Writing in a real browser before the running portal: photos one by one, a lost connection, the keyboard."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.live import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once]
COMPOSER = re.compile(r"/groepen/\d+/nieuw/")
# The words to keep are on their way from here on until ``letGo()``.
HOLD = """() => {
    const ask = window.fetch;
    window.fetch = async (...what) => {
        if (what[0].endsWith("/concept/")) await new Promise((go) => { window.letGo = go; });
        return ask(...what);
    };
}"""


def photo(name: str, colour: str = "#8fbfdc") -> dict[str, object]:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


@pytest.fixture
def composer(page_as):
    """An empty composer of groep 5 on a phone."""
    page = page_as("naima", viewport=PHONE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/schrijven/")
    place = page.locator("main a.item", has_text="Groep 5").first.get_attribute("href")
    page.goto(f"{place.split('?')[0]}?nieuw=1")
    return page


def says(page, selector: str, words: str) -> None:
    page.wait_for_function(
        "([selector, words]) => document.querySelector(selector)?.textContent.includes(words)", arg=[selector, words]
    )


def wait_ready(page, number: int) -> None:
    page.wait_for_function(
        "(number) => document.querySelectorAll('[data-state=ready]').length === number", arg=number, timeout=90_000
    )


def test_naima_writes_on_a_phone_and_the_post_is_out_with_its_photos_in_order(composer):
    page = composer
    page.set_input_files("#id_photos", [photo("een.jpg"), photo("twee.jpg", "#c0392b"), photo("drie.jpg")])
    wait_ready(page, 3)
    second = page.locator("[data-tiles] > li").nth(1)
    key = second.get_attribute("data-photo")
    second.locator("summary").press("Enter")
    second.get_by_label("Wat staat er op de foto?").fill("Een rode toren")
    second.get_by_role("button", name="Naar voren").press("Enter")
    says(page, "[data-photo-news]", "Foto 1 van 3.")
    says(page, "[data-missing-short]", "Nog 4 dingen: titel, tekst, wie is herkenbaar, zwemkleding")
    page.get_by_role("button", name="Niemand herkenbaar").click()
    page.get_by_text("Niemand draagt zwemkleding of gymondergoed").click()
    says(page, "[data-missing-short]", "Nog 2 dingen: titel, tekst")
    page.fill("#id_title", "Torens")
    page.fill("#id_text", "We bouwden torens.")
    says(page, "[data-saved]", "Bewaard om")

    page.reload()
    assert page.locator("[data-tiles] > li").first.get_attribute("data-photo") == key
    assert page.input_value(f"#alt-{key}") == "Een rode toren"
    assert page.input_value("#id_text") == "We bouwden torens."

    page.locator(".dock button[name=send]").click()
    page.wait_for_url(re.compile(r"/nieuws/\d+/$"))
    expect(page.locator("main img[alt='Een rode toren']")).to_have_count(1)


def test_a_lost_connection_costs_no_word_and_no_photo(composer):
    page = composer
    page.context.set_offline(True)
    page.set_input_files("#id_photos", [photo("een.jpg"), photo("twee.jpg")])
    page.fill("#id_text", "Geschreven zonder verbinding.")
    says(page, "[data-saved]", "Geen verbinding. We proberen het zo weer; je tekst staat nog hier.")
    expect(page.locator("[data-state=failed]")).to_have_count(2)
    page.context.set_offline(False)
    says(page, "[data-saved]", "Bewaard om")
    wait_ready(page, 2)
    page.reload()
    assert page.input_value("#id_text") == "Geschreven zonder verbinding."
    expect(page.locator("[data-tiles] > li")).to_have_count(2)


def test_a_file_that_is_no_photo_is_named_at_its_place_and_the_rest_goes_on(composer):
    page = composer
    no_photo = {"name": "menu.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.4"}
    page.set_input_files("#id_photos", [photo("een.jpg"), no_photo, photo("twee.jpg")])
    page.locator("[data-state=failed] [data-why]", has_text="menu.jpg").wait_for()
    wait_ready(page, 2)
    says(page, "[data-missing]", "Foto 2")
    page.locator("[data-state=failed] [data-drop]").click()
    expect(page.locator("[data-tiles] > li")).to_have_count(2)


def test_what_is_thrown_away_stays_away_although_words_are_still_on_their_way(composer):
    page = composer
    page.fill("#id_title", "Weg ermee")
    says(page, "[data-saved]", "Bewaard om")
    page.reload()
    address = page.url

    # Held in the page itself: playwright's interception can miss what a page under a service worker asks for.
    page.evaluate(HOLD)
    page.fill("#id_title", "Toch nog wat")
    page.wait_for_function("() => window.letGo")
    page.locator("details:has([form=discard]) > summary").click()
    page.locator("button[form=discard]").click()
    page.wait_for_timeout(300)
    assert page.url == address  # first that has to arrive
    page.evaluate("() => window.letGo()")
    page.wait_for_url(lambda url: url != address)
    page.goto(address.split("?")[0])
    assert page.input_value("#id_title") not in {"Weg ermee", "Toch nog wat"}


def test_enter_in_the_title_keeps_a_draft_and_never_places_it(composer):
    page = composer
    page.fill("#id_title", "Nog lang niet klaar")
    page.fill("#id_text", "Een begin.")
    page.press("#id_title", "Enter")
    page.wait_for_url(re.compile(r"concept="))
    assert page.input_value("#id_title") == "Nog lang niet klaar"


def test_a_button_for_what_is_not_complete_leads_to_what_is_missing(composer):
    page = composer
    page.fill("#id_title", "Alleen een titel")
    button = page.locator(".dock button[name=send]")
    assert button.get_attribute("aria-disabled") == "true"
    button.click(force=True)
    assert page.evaluate("document.activeElement.id") == "id_text"
    assert COMPOSER.search(page.url)


def test_who_was_signed_out_meanwhile_is_told_so(composer):
    page = composer
    page.context.clear_cookies()
    page.fill("#id_text", "Nog een zin.")
    says(page, "[data-saved]", "Je bent afgemeld.")
    assert page.input_value("#id_text") == "Nog een zin."
