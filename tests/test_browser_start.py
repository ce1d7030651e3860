"""A school from nothing to its first invitations, by keyboard alone: a link, three files, less than ten minutes."""

import re
import time

import pytest

from tests.live import DESKTOP
from tests.school_files import edexml, group, guardians, parent, pupil, staff
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.once]
TEN_MINUTES = 600
PASSWORD = "vier losse woorden samen"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A portal without a school, and the link for its first head."""
    serving = Serving(tmp_path_factory.mktemp("start") / "school")
    serving.data.mkdir()
    serving.manage("migrate", "-v0")
    said = serving.manage(
        "create_school",
        "De Wilgenhoek",
        *("--place", "Rietveen", "--head-first-name", "Dennis", "--head-last-name", "Kartosen"),
        *("--head-email", "dennis@wilgenhoek.example"),
    ).stdout
    with serving:
        yield serving, serving.url + re.search(r"https?://[^/\s]+(/\S+)", said)[1]


class Keyboard:
    """Somebody with a keyboard and no mouse; counts what is pressed."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0
        # One that always listens: otherwise every choice switches the browser's own window off and on again,
        # and a Space pressed in between opens a window nobody sees.
        page.on("filechooser", lambda _chooser: None)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, selector: str) -> None:
        """Tab until what this selects has the focus."""
        for _ in range(90):
            self.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the Tab key never comes to {selector} on {self.page.url}")

    def enter(self, selector: str) -> None:
        """Follow a link or press a button, and wait for the page that comes."""
        self.to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def fill(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def choose(self, selector: str, name: str, data: bytes) -> None:
        self.to(selector)
        with self.page.expect_file_chooser() as chooser:
            self.press("Space")
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


EXPORT = edexml(
    [pupil("p1", "Saar", "Vos"), pupil("p2", "Milan", "Petrović"), pupil("p3", "Noor", "de Wit", group="g6")],
    [group("g5", "5", "5"), group("g6", "6", "6")],
    [
        staff("s1", "Julia", "Smit", email="julia@wilgenhoek.example", groups='<groep key="g5"/>'),
        staff("s2", "Bas", "Mol", email="bas@wilgenhoek.example", groups='<groep key="g6"/>'),
    ],
)
ANNA = parent("p1", "Anna", "Vos", email="anna@wilgenhoek.example")
ANA = parent("p2", "Ana", "Petrović", taal="pl")
WRONG = guardians(ANNA, parent("p9", "Ana", "Petrović", gezag="misschien"))
RIGHT = guardians(ANNA, ANA)


def test_the_whole_start_goes_by_keyboard_in_less_than_ten_minutes(empty, browser, capsys):
    serving, link = empty
    context = browser.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="nl-NL", accept_downloads=True
    )
    page = context.new_page()
    keys, begun = Keyboard(page), time.monotonic()

    page.goto(link)
    keys.fill("[name=password1]", PASSWORD)
    keys.fill("[name=password2]", PASSWORD)
    keys.enter("form button.btn-main")
    keys.enter("main a[href='/beheer/inrichten/']")

    keys.enter("main a[href='/beheer/inrichten/school/']")
    keys.fill("[name=phone]", "0599 000 118")
    keys.fill("[name=region]", "Noord")
    keys.enter("main button.btn-main")

    keys.enter("main a[href='/beheer/import/']")
    keys.choose("[name=edexml]", "export.xml", EXPORT)
    keys.choose("[name=guardians]", "ouders.csv", WRONG)
    keys.enter("main button.btn-main")
    assert "ouders.csv" in page.inner_text("main") or "regel 3" in page.inner_text("main").lower()
    if not page.url.endswith("/beheer/import/"):
        keys.enter("main a.back")
    keys.choose("[name=edexml]", "export.xml", EXPORT)
    keys.choose("[name=guardians]", "ouders goed.csv", RIGHT)
    keys.enter("main button.btn-main")
    keys.enter("main .todo button.btn-main")

    keys.enter("nav a[href='/beheer/']")
    keys.enter("main a[href='/beheer/uitnodigingen/']")
    keys.enter("main form[action$='/mail/'] button")
    keys.to("main form[action$='/brieven/'] button")
    with page.expect_download() as letters:
        keys.press("Enter")
    assert letters.value.path().read_bytes().startswith(b"%PDF-")

    keys.enter("nav a[href='/beheer/']")
    keys.enter("main a[href='/beheer/inrichten/']")
    keys.enter("main button.btn-main")
    keys.enter("nav a[href='/beheer/']")
    keys.enter("main a[href='/beheer/inrichten/']")
    assert page.locator("main .tag-yes").count() >= 3
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nthe whole start: {keys.pressed} keys, {seconds:.0f} s of pages")
    assert seconds < TEN_MINUTES
    assert not serving.log.read_text().count("Internal Server Error")
    context.close()
