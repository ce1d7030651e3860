"""What the news weighs on a telephone: compressed as the web server would (gzip -6)."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from messaging.models import Post

pytestmark = pytest.mark.django_db
PAGE_MAX, SCRIPTS_MAX, FONTS_MAX = 45_000, 20_000, 70_000
TEXT = "Een brug van satéprikkers, en dan een emmer eraan: wie durft? De groep bouwde vandaag in viertallen. "


def weigh(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def static_file(url: str) -> bytes:
    assert url.startswith("/static/"), f"not our own: {url}"
    return Path(settings.STATIC_ROOT, url.removeprefix("/static/")).read_bytes()


@pytest.fixture
def home(cast: Any, client_of: Callable[..., Client], make_post: Callable[..., Post]) -> str:
    for number in range(25):
        make_post(
            cast.groep5, cast.naima, title=f"Bruggen, dag {number}", text=f"{TEXT * 5}{number}", photos=4, reactions=2
        )
    return str(client_of(cast.samira).get("/").content.decode())


def test_home_of_20_posts_stays_within_its_budget(home: str) -> None:
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', home)
    assert home.count("<article") == 20
    assert len(styles) == 2
    assert len(scripts) == 2
    script_weight = sum(weigh(static_file(url)) for url in scripts)
    style_weight = sum(weigh(static_file(url)) for url in styles)
    assert script_weight <= SCRIPTS_MAX
    assert weigh(home.encode()) + style_weight + script_weight <= PAGE_MAX


def test_the_fonts_stay_within_their_budget() -> None:
    fonts = list((settings.BASE_DIR / "static" / "fonts").glob("*.woff2"))
    assert fonts
    assert sum(font.stat().st_size for font in fonts) <= FONTS_MAX


@pytest.mark.clause("B8")
def test_home_asks_nobody_else_for_anything(home: str) -> None:
    sources = re.findall(r'(?:src|href|srcset|action|hx-get)="([^"]*)"', home)
    assert sources
    assert [url for url in sources if re.match(r"(?:[a-z]+:)?//", url)] == []


def test_nothing_on_home_needs_inline_style_or_script(home: str) -> None:
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", home)
    assert not re.search(r"<script(?![^>]*\ssrc=)", home)


def test_only_the_first_photo_is_fetched_before_it_is_needed(home: str) -> None:
    images = re.findall(r"<img[^>]*>", home)
    assert len(images) == 60
    assert [("loading" in image) for image in images] == [False] + [True] * 59
    assert all('width="' in image and 'height="' in image and 'alt="' in image for image in images)


@pytest.mark.browser
@pytest.mark.once
def test_the_photos_a_phone_fetches_when_the_news_opens_stay_within_their_budget(page_as) -> None:
    page = page_as("samira", device_scale_factor=2)
    photos: dict[str, int] = {}

    def weigh(answer) -> None:
        if "/fotos/" in answer.url and answer.ok:
            photos[answer.url] = len(answer.body())

    page.on("response", weigh)
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(photos.values()) < 300_000, photos
