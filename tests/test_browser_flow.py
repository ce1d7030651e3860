"""The whole flow in a real Chromium before the running portal with its real worker: writing, reading, reacting."""

import io
import os
import re
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.killing import make_room
from tests.live import DESKTOP, PASSWORD, PHONE
from tests.picture_files import HEIC, encoded, is_clean, secrets

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.usefixtures("room_today")]
NEW = "/groepen/{groep5}/nieuw/?nieuw=1"
SOON = 20_000  # milliseconds in which a post with photos must be out
expect.set_options(timeout=SOON)
READY = "[data-tiles] > li[data-state=ready]"


@pytest.fixture
def room_today(live) -> None:
    """Groep 5 has a place free today (D10), however many tests wrote there before."""
    make_room(live, "Groep 5")


def jpeg(name: str, size: tuple[int, int] = (4000, 3000)) -> dict[str, object]:
    """A photo as a phone makes it, with camera and place; large enough that a worker is busy with it for a moment."""
    grey = Image.radial_gradient("L").resize(size)
    image = Image.merge("RGB", [grey, grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.new("L", size, 90)])
    return {"name": name, "mimeType": "image/jpeg", "buffer": encoded(image, "JPEG", exif=secrets().tobytes())}


def heic() -> dict[str, object]:
    """A real iPhone's photo when REAL_DATA names the folder with them, else our own."""
    real = Path(os.environ.get("REAL_DATA", "/nowhere"), "photos", "iphone_13_pro_max.HEIC")
    path = real if real.exists() else HEIC / "orientation-6.heic"
    return {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": path.read_bytes()}


def sign_in(page, name: str) -> None:
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres of aanmeldnaam").fill(f"{name}@kiezelpad.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def write(page, title: str, text: str = "We bouwden bruggen. De sterkste hield drie kilo.") -> None:
    page.get_by_label("Wat we leren").check()
    page.fill("#id_title", title)
    page.fill("#id_text", text)


def say_nobody(page) -> None:
    """Of all photos: nobody wears swimwear, nobody can be recognised. Without script the whole form goes along."""
    page.check("#id_no_swimwear")
    page.locator("button[name=series][value=nobody]").click()
    expect(page.locator("button[name=series][value=nobody]")).to_have_attribute("aria-pressed", "true")


def place(page) -> int:
    """Press the button that is on the screen; the number of the post."""
    page.locator("button[name=send]:visible").click()
    page.wait_for_url(re.compile(r"/nieuws/\d+/$"))
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def wait_until_out(page) -> None:
    page.wait_for_selector("article[data-post]", timeout=SOON)


def swipe(page, start: int, end: int) -> None:
    """One finger across the photo, as the browser itself reports it."""
    finger = page.context.new_cdp_session(page)
    for kind, x in [("touchStart", start), *(("touchMove", start + (end - start) * n // 4) for n in range(1, 5))]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 400}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def line_of(page, *, offline: bool = False, upload: int = -1) -> None:
    """How good the line is; ``upload`` in bytes per second."""
    if not hasattr(page, "line"):
        page.line = page.context.new_cdp_session(page)
        page.line.send("Network.enable")
    page.line.send(
        "Network.emulateNetworkConditions",
        {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload},
    )


@pytest.mark.clause("B8")
def test_naima_posts_photos_samira_reads_and_reacts_kwame_gets_nothing(page_as, planted):
    naima = page_as(None, viewport=DESKTOP)
    sign_in(naima, "naima")
    naima.get_by_role("link", name="Schrijven", exact=True).click()
    naima.get_by_role("link", name="Groep 5 Schooljaar").click()
    assert naima.url.endswith(f"/groepen/{planted['groep5']}/nieuw/")
    # What she began this morning stands there, and stays for later.
    naima.get_by_text("Begin opnieuw").click()
    naima.get_by_role("link", name="Schrijf eerst iets anders").click()
    naima.wait_for_url("**/nieuw/?nieuw=1")
    line_of(naima, upload=300_000)  # so slow that the progress can be seen, on a busy machine too
    naima.set_input_files("#id_photos", [heic(), jpeg("IMG_0002.JPG"), jpeg("IMG_0003.JPG")])
    expect(naima.locator("[data-tiles] > li")).to_have_count(3)
    expect(naima.get_by_text(re.compile(r"\b[1-9]\d?%")).first).to_be_visible()
    line_of(naima)
    write(naima, "Bruggen van prikkers")
    expect(naima.locator(READY)).to_have_count(3)
    expect(naima.locator("#h-send")).to_contain_text("Nog 2 dingen", use_inner_text=True)
    say_nobody(naima)
    expect(naima.locator("#h-send")).to_contain_text("Klaar om te plaatsen", use_inner_text=True)
    sent_at = time.monotonic()
    post = place(naima)
    wait_until_out(naima)

    samira = page_as("samira", viewport=PHONE, has_touch=True, is_mobile=True)
    samira.goto("/")
    card = samira.locator("article").first
    assert card.get_attribute("data-post") == str(post)
    assert time.monotonic() - sent_at < 10
    assert card.locator(".tag-new").inner_text() == "Nieuw"
    assert "Wat we leren" in card.inner_text()
    card.locator("h2 a").tap()
    samira.wait_for_url(f"**/nieuws/{post}/")
    expect(samira.locator("article img")).to_have_count(3)
    samira.locator("article img").first.tap()
    samira.wait_for_url(f"**/nieuws/{post}/foto/1/")
    assert samira.evaluate("document.querySelector('.viewer img').decode().then(() => true)")
    swipe(samira, 330, 60)
    samira.wait_for_url("**/foto/2/")
    swipe(samira, 60, 330)
    samira.wait_for_url("**/foto/1/")
    for key, ends in (
        ("ArrowRight", "/foto/2/"),
        ("ArrowRight", "/foto/3/"),
        ("ArrowLeft", "/foto/2/"),
        ("Escape", f"/nieuws/{post}/"),
    ):
        samira.keyboard.press(key)
        samira.wait_for_url(f"**{ends}")
    samira.get_by_label("Jouw reactie").fill("Wat een mooie brug.")
    samira.get_by_role("button", name="Plaats voor iedereen").tap()
    samira.wait_for_url("**#reactie-*")

    naima.reload()
    assert naima.locator("[data-reaction] .words").inner_text() == "Wat een mooie brug."
    expect(naima.locator("[data-reaction]")).to_contain_text("Samira Bouazza", use_inner_text=True)

    keys = {
        re.search(r"/fotos/([^/]+)/", src)[1]
        for src in naima.locator("article img").evaluate_all("all => all.map((one) => one.src)")
    }
    assert len(keys) == 3
    files = [f"/fotos/{key}/{size}/" for key in keys for size in ("klein", "middel", "groot")]
    kwame = page_as("kwame")
    for path in [f"/nieuws/{post}/", f"/nieuws/{post}/foto/1/", f"/nieuws/{post}/eerder/", *files]:
        assert kwame.goto(path).status == 404
        assert "Bruggen van prikkers" not in kwame.content()
    kwame.goto("/")
    expect(kwame.locator(f"[data-post='{post}']")).to_have_count(0)
    for path in files:
        for kind in ("image/webp", "image/jpeg"):
            answer = samira.request.get(path, headers={"Accept": kind})
            assert (answer.status, answer.headers["content-type"]) == (200, kind)
            assert is_clean(answer.body()), f"{path} as {kind} says more than the picture"
            assert not Image.open(io.BytesIO(answer.body())).getexif()


def test_what_is_no_photo_is_refused_by_name_and_the_rest_stays(page_as, planted):
    page = page_as("naima", viewport=PHONE)
    page.goto(NEW.format(**planted))
    note = {"name": "Boodschappen.jpg", "mimeType": "image/jpeg", "buffer": b"melk, brood, kaas"}
    page.set_input_files("#id_photos", [jpeg("IMG_0004.JPG", (800, 600)), note, jpeg("IMG_0005.JPG", (800, 600))])
    expect(page.locator(READY)).to_have_count(2)
    failed = page.locator("[data-tiles] > li[data-state=failed]")
    assert failed.count() == 1
    assert "Boodschappen.jpg is geen foto" in failed.inner_text()
    write(page, "Met één verkeerd bestand")
    page.locator("button[name=send]:visible").click(force=True)
    assert "/nieuw/" in page.url  # it does not go out without saying so
    failed.locator("[data-drop]").click()
    say_nobody(page)
    place(page)
    wait_until_out(page)
    expect(page.locator("article img")).to_have_count(2)


def test_a_line_lost_in_the_middle_of_an_upload_loses_nothing(page_as, planted):
    page = page_as("naima", viewport=PHONE)
    page.goto(NEW.format(**planted))
    page.fill("#id_title", "Door de tunnel")
    line_of(page, upload=60_000)
    page.set_input_files("#id_photos", [jpeg("IMG_0006.JPG"), jpeg("IMG_0007.JPG"), jpeg("IMG_0008.JPG")])
    expect(page.get_by_text(re.compile(r"\b[1-9]\d?%")).first).to_be_visible(timeout=SOON)
    line_of(page, offline=True)
    expect(page.locator("[data-tiles] > li[data-state=failed]")).to_have_count(3)
    expect(page.locator("[data-tiles]")).to_contain_text("De verbinding viel weg.", use_inner_text=True)
    page.fill("#id_text", "Geschreven zonder verbinding.")
    page.wait_for_selector("[data-saved].bad:has-text('Geen verbinding')")
    line_of(page)
    expect(page.locator(READY)).to_have_count(3)
    page.wait_for_selector("[data-saved]:not(.bad):has-text('Bewaard')")
    say_nobody(page)
    place(page)
    wait_until_out(page)
    expect(page.locator("article img")).to_have_count(3)
    assert page.locator("article .words").inner_text() == "Geschreven zonder verbinding."


def test_the_draft_survives_a_reload_and_two_presses_place_once(page_as, planted):
    page = page_as("naima", viewport=DESKTOP)
    page.goto(NEW.format(**planted))
    write(page, "Bewaard en weer geopend", "Deze woorden blijven.")
    page.set_input_files("#id_photos", [jpeg("IMG_0009.JPG", (800, 600))])
    expect(page.locator(READY)).to_have_count(1)
    page.wait_for_selector("[data-saved]:has-text('Bewaard')")
    page.reload()
    assert page.input_value("#id_title") == "Bewaard en weer geopend"
    assert page.input_value("#id_text") == "Deze woorden blijven."
    assert page.get_by_label("Wat we leren").is_checked()
    expect(page.locator(READY)).to_have_count(1)
    say_nobody(page)
    page.locator("button[name=send]:visible").dblclick()
    page.wait_for_url(re.compile(r"/nieuws/\d+/$"))
    wait_until_out(page)
    page.goto(f"/groepen/{planted['groep5']}/")
    expect(page.locator("h2", has_text="Bewaard en weer geopend")).to_have_count(1)


def test_the_same_flow_without_script(page_as, planted):
    naima = page_as(None, viewport=DESKTOP, java_script_enabled=False)
    sign_in(naima, "naima")
    naima.goto(NEW.format(**planted))
    write(naima, "Zonder script geschreven")
    naima.set_input_files("#id_photos", [jpeg("IMG_0010.JPG"), jpeg("IMG_0011.JPG"), jpeg("IMG_0012.JPG")])
    say_nobody(naima)
    post = place(naima)
    # It waits for its photos, or they were ready before the page was there.
    expect(naima.locator("#stand, article[data-post]").first).to_be_visible()
    end = time.monotonic() + SOON / 1000
    while not naima.locator("article[data-post]").count() and time.monotonic() < end:
        with naima.expect_navigation():  # counted on the page that comes, not on the one that goes
            naima.get_by_role("link", name="Ververs").click()
    expect(naima.locator("article img")).to_have_count(3)

    samira = page_as("samira", viewport=PHONE, java_script_enabled=False)
    samira.goto("/")
    card = samira.locator("article").first
    assert card.get_attribute("data-post") == str(post)
    card.locator("h2 a").click()
    samira.locator("article a:has(img)").first.click()
    samira.get_by_role("link", name="Volgende foto").click()
    samira.get_by_role("link", name="Sluiten").click()
    samira.get_by_label("Jouw reactie").fill("Ook zonder script gelezen.")
    samira.get_by_role("button", name="Plaats voor iedereen").click()
    assert samira.locator("[data-reaction] .words").inner_text() == "Ook zonder script gelezen."
