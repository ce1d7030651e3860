"""axe-core finds nothing on any page: phone and desktop, light and dark, filled, empty and with errors."""

import pytest

from tests.browser import ROOT
from tests.live import DESKTOP, PHONE
from tests.pages import LOOKS, Look

pytestmark = [pytest.mark.browser, pytest.mark.once]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Style sheets read by axe itself (preload) serve one rule, on orientation, that is the same in every view.
ASK = """async ([tags, preload]) => {
    const what = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: false, preload};
    const found = await axe.run(document, what);
    return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}"""


def load_axe(page) -> None:
    """Through the browser's own door for tools: the page's policy lets in no script but its own."""
    page.evaluate(AXE.read_text())


def violations(page) -> list[str]:
    """What axe finds, on each screen and in each appearance."""
    found = []
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            is_first = (width, scheme) == (PHONE[0], "light")
            found += [f"{width} {scheme} {what}" for what in page.evaluate(ASK, [TAGS, is_first])]
    return found


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_axe_finds_nothing(look: Look, page_as, planted):
    page = page_as(look.person)
    look.open(page, planted)
    load_axe(page)
    assert violations(page) == []


def test_axe_finds_what_is_wrong(page_as, planted):
    """The check itself works: colours without contrast and a photo without words are found, in all four views."""
    page = page_as("samira")
    page.goto(f"/nieuws/{planted['bridges']}/")
    load_axe(page)
    page.evaluate(
        """() => {
            document.querySelector("main img").removeAttribute("alt");
            document.querySelector(".words").style.color = "color-mix(in srgb, currentColor 35%, var(--sheet))";
        }"""
    )
    found = violations(page)
    for kind in ("color-contrast", "image-alt"):
        assert len({what.split(kind)[0] for what in found if kind in what}) == 4, found
