"""Two children answered for on a phone: every tap counted, with script and without (B9)."""

import time

import pytest
from playwright.sync_api import expect

from tests.live import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.clause("B9")]
LEFT = "[data-left]"


class Taps:
    """Who counts along."""

    def __init__(self, page):
        self.page, self.number = page, 0

    def on(self, selector, place=0):
        self.page.locator(selector).nth(place).click()
        self.number += 1


def sign_in(page, name):
    page.goto("/aanmelden/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", "demo-kring-2026")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")


def test_two_children_cost_eight_taps_and_one_name_and_much_less_than_a_minute(page_as, planted, live):
    page = page_as(None, reduced_motion="reduce")
    sign_in(page, "bente")
    began = time.monotonic()
    page.locator("main a[href='/toestemming/']").click()
    page.wait_for_selector("[data-answers]")
    expect(page.locator("main input[type=radio]:checked")).to_have_count(0)
    assert page.inner_text(LEFT) == "Nog 10 vragen open."
    taps = Taps(page)
    for place in range(4):
        taps.on("[data-child] label.choice:has([value=yes])", place)
    taps.on("[data-child] label.choice:has([value=no])", 4)
    assert page.inner_text(LEFT) == "Nog 5 vragen open."
    taps.on("[data-copy]")
    assert page.url.endswith("/toestemming/"), "no round trip"
    assert page.inner_text("[data-copied]") == "Overgenomen. Kijk of het klopt."
    assert page.inner_text(LEFT) == "Alle vragen zijn beantwoord."
    taps.on("[name=name]")
    page.keyboard.type("Bente Wiersma")
    taps.on("main button.btn-main")
    page.wait_for_url(f"{live.url}/toestemming/gegeven/")
    assert taps.number == 8
    assert time.monotonic() - began < 30
    expect(page.locator(".answer .tag-yes")).to_have_count(8)
    expect(page.locator(".answer .tag:not(.tag-yes)")).to_have_count(2)
    assert page.locator("[role=status]").inner_text().startswith("Dank je, Bente.")


def test_what_is_missing_is_led_to_by_keyboard(page_as, planted):
    page = page_as("anne", viewport=DESKTOP, reduced_motion="reduce")
    page.goto("/toestemming/")
    page.locator("#answers button.btn-main").press("Enter")
    page.wait_for_selector("[data-alert]:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('fieldset[data-question]')")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked && document.activeElement.value === 'yes'")


@pytest.mark.parametrize("has_script", [True, False])
def test_enter_after_the_name_signs(page_as, planted, has_script):
    page = page_as("anne", java_script_enabled=has_script, reduced_motion="reduce")
    page.goto("/toestemming/")
    page.fill("[name=name]", "Anne")
    page.press("[name=name]", "Enter")
    page.wait_for_selector("[data-alert]")


def test_without_script_the_page_stands_where_the_answers_were_taken_over(page_as, planted, live):
    page = page_as("anne", java_script_enabled=False)
    page.goto("/toestemming/")
    assert page.inner_text(LEFT) == "Je ziet wat je eerder koos."  # for Anne, on paper
    page.select_option("#language", "tr")
    page.locator("[name=show]").click()
    assert page.locator("fieldset [lang=tr]").count() > 0
    assert page.url == f"{live.url}/toestemming/"
