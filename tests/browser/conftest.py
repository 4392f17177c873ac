"""One Chromium for all browser tests; a harbour and a page for each."""

import os
from pathlib import Path

import pytest
from harbour import Harbour
from playwright.sync_api import expect, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
WIDE = {"width": 1440, "height": 900}
expect.set_options(timeout=8_000)


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        missing = f"there is no Chromium at {CHROMIUM}: the page is not tested"
        if os.environ.get("CI_REQUIRE_ALL") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def harbour():
    running = Harbour().start()
    yield running
    running.stop()


@pytest.fixture
def open_page(chromium, harbour):
    """Opens the page; after the test, no error may have been on its console and no request have left this machine."""
    contexts, troubles = [], []

    def watch(page):
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda said: said.type == "error" and troubles.append(f"console: {said.text}"))
        page.on("request", lambda asked: asked.url.startswith(harbour.url) or troubles.append(f"out: {asked.url}"))

    def opener(viewport=WIDE, **options):
        context = chromium.new_context(viewport=viewport, locale="en-US", **options)
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(harbour.url)
        expect(page.locator(".phone").first).to_be_attached()
        return page

    opener.troubles = troubles
    yield opener
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def phone(page, harbour):
    """The client's phone, after /start."""
    found = page.get_by_role("region", name="Иван")
    found.get_by_role("button", name="Start", exact=True).click()
    expect(found.locator(".message", has_text="What do you need?")).to_be_visible()
    return found


@pytest.fixture
def office(page):
    """The NGO worker's phone."""
    return page.get_by_role("region", name="НКО «Пристань»")
