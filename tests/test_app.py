"""The portal as an app on a phone: what a phone asks for, and that nothing private is kept there."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def manifest(cast: Any, client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get(reverse("manifest")).json()
    return told


def path_of(url: str) -> str:
    """The source of a static file, from the address under which it is served."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.)", "", url.removeprefix(settings.STATIC_URL))


def test_a_phone_can_put_the_portal_among_its_apps(manifest: dict[str, Any]) -> None:
    assert manifest["name"]
    assert len(manifest["short_name"]) <= 12
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", "/", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_each_icon_is_there_in_the_size_it_says(manifest: dict[str, Any], client: Client) -> None:
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert answer["Content-Type"] == "image/png"
        image = Image.open(BytesIO(b"".join(answer.streaming_content)))
        assert f"{image.width}x{image.height}" == icon["sizes"]


def test_what_a_launcher_cuts_off_of_the_maskable_icon_is_only_its_ground() -> None:
    """A launcher may cut to a circle of four fifths: every mark lies within it."""
    image = Image.open(finders.find("icons/app-maskable-512.png")).convert("RGB")
    ground = image.getpixel((4, 4))
    marks = [
        (x, y)
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if max(abs(a - b) for a, b in zip(image.getpixel((x, y)), ground, strict=True)) > 40
    ]
    assert marks
    assert all((x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2 for x, y in marks)


def test_the_bar_of_the_phone_takes_the_colour_of_the_board(cast: Any, client_of: Callable[..., Client]) -> None:
    colours = {
        "auto": ["#16463d|(prefers-color-scheme: light)", "#10352e|(prefers-color-scheme: dark)"],
        "light": ["#16463d|"],
        "dark": ["#10352e|"],
    }
    for theme, expected in colours.items():
        type(cast.samira).objects.filter(pk=cast.samira.pk).update(theme=theme)
        html = client_of(cast.samira).get("/").content.decode()
        found = re.findall(r'<meta name="theme-color" content="([^"]+)"(?: media="([^"]+)")?>', html)
        assert ["|".join(one) for one in found] == expected
        assert 'rel="apple-touch-icon"' in html


def test_the_worker_is_asked_anew_each_time_and_the_policy_lets_it_work(client: Client) -> None:
    answer = client.get(reverse("service-worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    policy = client.get("/aanmelden/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


@pytest.mark.clause("B8")
def test_the_worker_keeps_static_files_and_one_public_page(client: Client) -> None:
    script = client.get(reverse("service-worker")).content.decode()
    kept = json.loads(re.search(r"const FILES = (\[.*\]);", script)[1])  # type: ignore[index]
    assert {path_of(url) for url in kept} == set(app.SHELL)
    assert all(staticfiles_storage.exists(url.removeprefix(settings.STATIC_URL)) for url in kept)
    assert f'const OFFLINE = "{reverse("offline")}"' in script
    assert client.get(reverse("offline")).status_code == 200


def test_another_shell_is_another_version() -> None:
    def version(shell: tuple[str, ...]) -> str:
        return re.search(r"kring-([0-9a-f]{12})", app._script(shell))[1]  # type: ignore[index]

    assert version(app.SHELL) != version(app.SHELL[:-1])


@pytest.mark.clause("B8")
def test_the_page_without_internet_says_nothing_of_who_asks_for_it(cast: Any, client_of: Callable[..., Client]) -> None:
    type(cast.samira).objects.filter(pk=cast.samira.pk).update(theme="auto")
    told = client_of(cast.samira).get(reverse("offline")).content.decode()
    assert "Je hebt geen internet" in told
    assert told == Client().get(reverse("offline")).content.decode()
    assert "data-unread" not in told  # the number on the icon stays as it is


@pytest.mark.clause("B8")
@pytest.mark.parametrize("path", ["/", "/ik/", "/groepen/", "/berichten/"])
def test_no_page_behind_the_sign_in_is_kept_by_a_browser(
    path: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    assert client_of(cast.samira).get(path)["Cache-Control"] == "no-store"


def test_a_page_for_nobody_takes_the_number_off_the_icon(cast: Any, client_of: Callable[..., Client]) -> None:
    assert '<body data-unread="0">' in Client().get("/aanmelden/").content.decode()
    assert '<body data-unread="0">' not in client_of(cast.samira).get("/").content.decode()


BAR = {
    "samira": ["Nieuws", "Groepen", "Berichten", "Kinderen", "Meer"],
    "chantal": ["Nieuws", "Berichten", "Schrijven", "Kinderen", "Meer"],
    "naima": ["Nieuws", "Groepen", "Berichten", "Schrijven", "Meer"],
    "fleur": ["Nieuws", "Groepen", "Berichten", "Schrijven", "Meer"],
    "wilma": ["Nieuws", "Groepen", "Berichten", "Schrijven", "Meer"],
    "marleen": ["Vandaag", "Nieuws", "Berichten", "Schrijven", "Meer"],
    "dennis": ["Nieuws", "Berichten", "Schrijven", "Beheer", "Meer"],
}
MORE = {
    "samira": ["Afspraken"],
    "chantal": ["Groepen", "Afspraken"],
    "naima": ["Meldingen", "Afspraken"],
    "fleur": ["Afspraken"],
    "wilma": ["Afspraken"],
    "marleen": ["Groepen", "Meldingen", "Beheer", "Afspraken"],
    "dennis": ["Groepen", "Meldingen", "Afspraken"],
}


@pytest.mark.parametrize("name", BAR)
def test_the_bar_of_a_phone_has_five_places_and_the_rest_is_one_tap_further(
    name: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    html = client_of(getattr(cast, name)).get("/ik/").content.decode()
    menu = re.search(r'<nav class="nav".*?</nav>', html, re.DOTALL)[0]  # type: ignore[index]
    places = [
        place
        for place in re.findall(r"<li[^>]*>.*?</li>", menu)
        if not re.match(r'<li class="(wide|desk)-only"', place)
    ]
    shown = [re.search(r'<span(?: class="phone-only")?>([^<]+)</span>', place)[1] for place in places]  # type: ignore[index]
    assert shown == BAR[name]
    more = re.search(r'<nav class="sheet bleed narrow-only".*?</nav>', html, re.DOTALL)
    assert re.findall(r"<span>([^<]+)</span>", more[0] if more else "") == MORE[name]
