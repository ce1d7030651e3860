"""The composer in a real browser, on a day that is full: with its script and without it."""

import re

import pytest
from playwright.sync_api import expect

from tests.live import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.clause("D10", "E8")]


@pytest.fixture
def composer(page_as, planted):
    """``composer(**more)``: an empty composer of a group that has its news item of today already."""

    def open_it(viewport=PHONE, **more):
        page = page_as("frans", viewport=viewport, **more)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/groepen/{planted['long_group']}/nieuw/?nieuw=1")
        return page

    return open_it


def test_the_button_and_the_dock_say_what_the_chosen_way_does(composer):
    page = composer(PHONE)
    button = page.locator(".dock button[name=send]")
    assert button.inner_text().strip() == "Zet klaar"
    page.check("[name=when][value=urgent]")
    assert button.inner_text().strip() == "Verstuur vandaag"
    assert page.locator("#id_reason").is_visible()
    assert not page.locator("#id_day").is_visible()
    page.check("[name=when][value=day]")
    assert page.locator("#id_day").is_visible()
    assert not page.locator("#id_reason").is_visible()


def test_words_that_name_a_day_are_pointed_out_while_typing_and_only_for_another_day(composer):
    page = composer(DESKTOP)
    hint = page.locator("[data-day-words] .deal")
    page.fill("#id_text", "Op de boerderij zagen we kalfjes.")
    assert hint.count() == 0
    page.type("#id_text", " Vandaag en morgen, goede morgen.")
    hint.wait_for()
    assert hint.locator("q").all_inner_texts() == ["Vandaag", "morgen"]
    page.check("[name=when][value=urgent]")
    assert hint.count() == 0, "then it goes out today"


def test_the_open_composer_hears_that_it_became_another_moment_and_keeps_what_was_chosen(composer):
    page = composer(DESKTOP, service_workers="block")  # what a worker sees, playwright may not
    page.check("[name=when][value=urgent]")
    page.fill("#id_reason", "De bus is stuk.")
    page.route(
        "**/nieuw/wanneer/",
        lambda route: route.fulfill(
            body=re.sub(r'data-label="[^"]*"', 'data-label="Zet klaar voor later"', route.fetch().text()),
            content_type="text/html",
        ),
    )
    with page.expect_response("**/nieuw/wanneer/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("document.querySelector('[data-auto-label]').textContent === 'Zet klaar voor later'")
    assert page.is_checked("[name=when][value=urgent]")
    assert page.input_value("#id_reason") == "De bus is stuk."


@pytest.mark.parametrize("has_script", [True, False])
def test_a_post_is_set_ready_for_a_day_of_choice_with_and_without_script(composer, has_script):
    page = composer(DESKTOP, java_script_enabled=has_script)
    page.fill("#id_title", f"Een dag van keuze, {'met' if has_script else 'zonder'} script")
    page.fill("#id_text", "We lezen voor.")
    page.check("[name=when][value=day]")
    label = page.locator("#id_day option").nth(3).inner_text()
    page.select_option("#id_day", index=3)
    page.locator("aside button[name=send]").click()
    page.wait_for_url(re.compile(r"/nieuws/\d+/$"))
    assert label in page.locator("#stand h2").inner_text()


def test_without_script_a_reason_that_is_missing_is_asked_and_no_word_is_lost(composer):
    page = composer(DESKTOP, java_script_enabled=False)
    page.fill("#id_title", "Dringend")
    page.fill("#id_text", "De bus is stuk.")
    page.check("[name=when][value=urgent]")
    page.locator("aside button[name=send]").click()
    expect(page.locator("#error-reason")).to_contain_text(
        "Schrijf in één zin waarom het nu uitgaat.", use_inner_text=True
    )
    assert page.input_value("#id_text") == "De bus is stuk."
    assert page.is_checked("[name=when][value=urgent]")


@pytest.mark.clause("D10")
def test_on_a_phone_the_heat_map_opens_at_this_week_with_the_names_in_sight(page_as):
    page = page_as("marleen", viewport=PHONE)
    page.goto("/directie/")
    table = page.locator("table.heat")
    table.scroll_into_view_if_needed()
    edges = page.evaluate(
        """() => {
            const box = document.querySelector(".from-end").getBoundingClientRect();
            const of = (selector) => document.querySelector(selector).getBoundingClientRect();
            const name = of(".heat tbody th"), now = of(".heat tbody td:last-child");
            return [name.left - box.left, box.right - now.right].map(Math.round);
        }"""
    )
    assert all(0 <= edge <= 8 for edge in edges), edges
    assert table.evaluate("table => table.parentElement.scrollWidth > table.parentElement.clientWidth")
