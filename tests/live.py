"""pytest plugin: the running portal and a real Chromium before it, for the tests marked browser."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser import ROOT, driver_runs, find_chromium
from tests.serving import SCHOOL_IS_OUT, Serving

PHONE, DESKTOP = (390, 844), (1280, 860)
PASSWORD = "demo-kring-2026"


@pytest.fixture(scope="session")
def demo_in(tmp_path_factory):
    """``demo_in(folder)``: the demo school, built once, copied there. Nothing runs in it yet."""
    first = Serving(tmp_path_factory.mktemp("built") / "demo", SCHOOL_IS_OUT, is_measured=True)
    with first:
        pass

    def copy(folder: Path) -> Path:
        shutil.copytree(first.data, folder, ignore=shutil.ignore_patterns("*.sock"))
        return folder

    return copy


@pytest.fixture(scope="session")
def live(tmp_path_factory, demo_in):
    """``live.url``: the demo school, served by `manage.py serve` with its real worker, beat and broker."""
    with Serving(demo_in(tmp_path_factory.mktemp("live") / "demo"), SCHOOL_IS_OUT) as serving:
        yield serving


@pytest.fixture(scope="session")
def planted(live):
    """Facts about the running school, and what tests/planted.py adds to it: long names, posts that wait, faults."""
    command = [sys.executable, "-m", "tests.planted"]
    said = subprocess.run(command, cwd=ROOT, env=live.env, check=True, capture_output=True, text=True, timeout=120)
    return json.loads(said.stdout)


@pytest.fixture(scope="session")
def browser():
    """A real Chromium (playwright's synchronous API)."""
    chromium = find_chromium() if driver_runs() else None
    if chromium is None:
        why = "no Chromium: put one on PATH, or install Node so that npm can bring one"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as playwright waits for anything else: a busy machine is no defect
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.options)
        yield browser
        browser.close()


# A sign-in counts as just now for a quarter of an hour (accounts/reauthentication.py); a slow machine takes longer.
AS_FRESH = 300.0


@pytest.fixture(scope="session")
def _signed_in(live, browser):
    """The cookies of each person, by name: everybody signs in once, and again before the portal asks who it is."""
    states: dict[str, dict] = {}
    since: dict[str, float] = {}

    def state_of(name: str) -> dict:
        if time.monotonic() - since.get(name, -AS_FRESH) > AS_FRESH:
            since[name] = time.monotonic()
            context = browser.new_context(locale="nl-NL")
            page = context.new_page()
            page.goto(f"{live.url}/aanmelden/")
            page.fill("[name=login]", f"{name}@kiezelpad.example")
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/aanmelden/" not in url)
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state_of


@pytest.fixture
def page_as(live, browser, _signed_in):
    """``page_as("naima", viewport=(390, 844), dark=False)``: a page of this person (None: of nobody) on live."""
    contexts = []

    def make(name=None, viewport=PHONE, dark=False, **more):
        name = name if name is None or isinstance(name, str) else name.email.split("@")[0]
        context = browser.new_context(
            base_url=live.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": viewport[0], "height": viewport[1]},
            color_scheme="dark" if dark else "light",
            storage_state=None if name is None else _signed_in(name),
            **more,
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def pytest_terminal_summary(terminalreporter) -> None:
    """Skipping the browser is said aloud, at the end, where it is read."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"SKIPPED: {len(skipped)} browser tests, for there is no Chromium here", yellow=True
        )
