"""Every page fits every screen, can be used without a mouse, and loads nothing but its own."""

import re

import pytest
from playwright.sync_api import expect

from tests.live import DESKTOP
from tests.pages import LOOKS, Look

pytestmark = [pytest.mark.browser, pytest.mark.once]
# 320 is the smallest phone; 640 with letters twice as large is a laptop at 200 %.
SCREENS = [(320, 100), (390, 100), (640, 100), (640, 200), (1280, 100)]
# What a parent answers and a teacher writes on a phone also fits who reads with letters twice as large there.
LARGE_ON_A_PHONE = {"consent", "consent-given", "consent-withdraw", "write", "write-who-stopped"}
TOO_WIDE = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll("body *")].filter((one) => {
        const scrolls = one.parentElement.closest(".scroll, .tabs");
        return !scrolls && one.getBoundingClientRect().right > wide + 1;
    }).map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`).concat("page");
}"""
# Controls are 44 px; a link in a sentence is as high as its line, one in a line of its own 24 px.
TOO_SMALL = """() => {
    const controls = ".btn, .input, .choice, .nav-a, .brand, .back, summary, button, select, textarea, input";
    const found = [];
    for (const one of document.querySelectorAll(`main a, header a, nav a, footer a, ${controls}`)) {
        if (!one.checkVisibility() || one.closest(".hide, .skip") || one.type === "hidden") continue;
        const target = one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") : one;
        const box = target.getBoundingClientRect();
        const isSentence = getComputedStyle(one).display === "inline";
        const least = target.matches(controls + ", .choice") && !isSentence ? 44 : isSentence ? 0 : 24;
        if (box.height < least - 0.5 || box.width < Math.min(least, 24)) {
            const name = `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`;
            found.push(`${name}: ${box.width} x ${box.height}`);
        }
    }
    return found;
}"""


ENGLISH = re.compile(r"\b(the|this|your|you|must|please|with|and|choose|password|characters)\b", re.IGNORECASE)


def watch(page) -> tuple[list[str], list[str]]:
    """What the browser complains of (errors, refused by the policy), and every address it asks for."""
    complaints, asked = [], []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return complaints, asked


def is_own_fault(complaint: str, look: Look) -> bool:
    """A page with an error's status, and scripts that the test itself withholds, are named by the browser too."""
    expected = look.status >= 400 and f"status of {look.status}" in complaint
    return not expected and not (look.before and "ERR_FAILED" in complaint)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_page_fits_and_loads_only_its_own(look: Look, page_as, planted, live):
    page = page_as(look.person, viewport=(390, 844), reduced_motion="reduce")
    complaints, asked = watch(page)
    look.open(page, planted)
    page.wait_for_load_state("load")
    assert page.evaluate(TOO_SMALL) == []
    for width, percent in SCREENS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("(percent) => { document.documentElement.style.fontSize = `${percent}%`; }", percent)
        assert page.evaluate(TOO_WIDE) == [], f"{width} px, letters {percent} %"
    expect(page.locator("h1")).to_have_count(1)
    assert ENGLISH.findall(page.title() + " " + page.inner_text("body")) == []
    assert [what for what in complaints if is_own_fault(what, look)] == []
    assert [url for url in asked if not url.startswith((live.url, "blob:"))] == []


@pytest.mark.parametrize("look", [one for one in LOOKS if one.name in LARGE_ON_A_PHONE], ids=lambda look: look.name)
def test_with_letters_twice_as_large_a_phone_shows_what_a_person_must_do(look: Look, page_as, planted):
    page = page_as(look.person, viewport=(390, 844), reduced_motion="reduce")
    look.open(page, planted)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(TOO_WIDE) == []
    for dock in page.locator(".dock:visible").all():
        assert dock.bounding_box()["height"] < 844 / 2


FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const target = one.closest(".choice") || one;
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    const x = box.left + Math.min(box.width / 2, 40), y = box.top + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    return {
        what: `${one.tagName}.${one.className} ${one.name || one.textContent.trim().slice(0, 24)}`,
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: Boolean(top && (target.contains(top) || top.contains(target) || top.closest("label")?.contains(one))),
        inside: box.bottom > 0 && box.top < innerHeight,
    };
}"""
WITH_KEYS = [look for look in LOOKS if look.name in ("sign-in", "home", "write", "photo-middle")]


@pytest.mark.parametrize("viewport", [(390, 700), DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("look", WITH_KEYS, ids=lambda look: look.name)
def test_focus_is_always_seen(look: Look, viewport, page_as, planted):
    """Forwards to the end and backwards again: an outline, and nothing (dock, menu) over what has the focus."""
    page = page_as(look.person, viewport=viewport, reduced_motion="reduce")
    look.open(page, planted)
    bad, steps = [], 0
    for key in ["Tab"] * 45 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        now = page.evaluate(FOCUS)
        if now is None:
            continue
        steps += 1
        if not (now["outline"] and now["seen"] and now["inside"]):
            bad.append((key, now))
    assert steps > 6
    assert bad == []


@pytest.mark.parametrize("path", ["/aanmelden/", "/", "/groepen/{groep5}/nieuw/", "/nieuws/{bridges}/foto/1/"])
def test_the_first_tab_leads_past_the_menu(path, page_as, planted):
    page = page_as(None if path == "/aanmelden/" else "naima")
    page.goto(path.format(**planted))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def tab_to(page, selector: str, limit: int = 80) -> None:
    for _ in range(limit):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def test_writing_and_reacting_with_the_keyboard_alone(page_as, planted):
    page = page_as("frans", viewport=DESKTOP)
    page.goto(f"/groepen/{planted['empty_group']}/nieuw/?nieuw=1")
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('[name=kind]:checked').value") == "learning"
    tab_to(page, "[name=title]")
    page.keyboard.type("Met toetsen")
    page.keyboard.press("Tab")
    page.keyboard.type("Zonder muis geschreven.")
    tab_to(page, "button[name=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nieuws/*/")
    assert page.locator("article h2").inner_text() == "Met toetsen"
    tab_to(page, "#reactie")
    page.keyboard.type("Ook dit.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#zeker")  # who works at school is asked first (B4)
    tab_to(page, "button[name=sure]")
    page.keyboard.press("Enter")
    page.wait_for_url("**#reactie-*")
    assert page.locator("[data-reaction] .words").inner_text() == "Ook dit."


def test_after_signing_out_the_back_button_shows_nothing(page_as, live):
    """In a context of its own: this session ends, the shared one does not."""
    page = page_as(None)
    page.goto("/aanmelden/")
    page.fill("[name=login]", "inge")
    page.fill("[name=password]", "demo-kring-2026")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live.url}/")
    title = page.locator("article h2").first.inner_text()
    page.goto("/ik/")
    page.locator("form[action='/afmelden/'] button").click()
    page.wait_for_url("**/aanmelden/**")
    for _ in range(3):
        page.go_back()
        assert page.locator("[name=password]").count() == 1, page.url
        assert title not in page.content()
