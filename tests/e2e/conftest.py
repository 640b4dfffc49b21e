"""A real browser on a real server. Without Chromium these tests are left out, and say so."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from monitoring.reference import load_reference as load_monitoring
from onde_portal.accounts.models import Membership, Role, User
from onde_portal.registry.models import Lao
from onde_portal.registry.reference import load_reference as load_registry
from tests import world

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
# The browser's own background calls have nothing to reach.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# Milliseconds that a test waits for what it expects to see, on a machine that does much beside it.
PATIENCE = 60_000


@pytest.fixture(scope="session", autouse=True)
def _own_event_loop() -> None:
    """Playwright keeps an event loop in this thread; Django would take our queries for async."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: browser tests did not run")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def portal(live_server: LiveServer) -> str:
    """The address of a portal that holds the reference data."""
    load_registry()
    load_monitoring()
    return str(live_server.url)


def axe_finds_nothing(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA that axe knows in what the page shows now.

    A click returns when the next page begins to load: axe would find a document without root.
    """
    page.wait_for_load_state()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert results.violations_count == 0, results.generate_report()


class Visitor:
    """One person at one browser; remembers what the browser complained about."""

    def __init__(self, browser: Browser, address: str, width: int) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def goes(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def signs_in(self, email: str) -> Page:
        self.goes("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", world.PASSWORD)
        self.page.click("main form[action*=login] button[type=submit]")
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self.page

    def speaks_english(self) -> None:
        self.page.click("button[name=language][value=en]")
        self.page.wait_for_selector("html[lang=en]")

    def finds_the_page_accessible(self) -> None:
        """No violation of WCAG 2.2 A and AA that axe knows, nothing in the browser's console."""
        axe_finds_nothing(self.page)
        assert not self.complaints, self.complaints


@pytest.fixture
def visitor(browser: Browser, portal: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window for a person: ``visitor(width=360)``."""
    opened: list[Visitor] = []

    def open_window(*, width: int = 1440) -> Visitor:
        opened.append(Visitor(browser, portal, width))
        return opened[-1]

    yield open_window
    for one in opened:
        one.context.close()


@pytest.fixture
def people(portal: str) -> dict[str, User]:
    """Officer, director and the reporter of Lampang's provincial administrative organisation."""
    lampang = Lao.objects.get(code="2520101")
    reporter = world.make_user(Role.LAO, "reporter@lao.example", first_name="น้ำผึ้ง")
    Membership.objects.create(
        user=reporter,
        lao=lampang,
        kind=Membership.Kind.REPORTER,
        started_at=timezone.now() - timedelta(days=900),
    )
    return {
        "officer": world.make_user(Role.OFFICER, "officer@onde.example"),
        "head": world.make_user(Role.HEAD, "head@onde.example"),
        "director": world.make_user(Role.DIRECTOR, "director@onde.example"),
        "reporter": reporter,
    }


def kill_tab(page: Page) -> None:
    """End the tab's process: no event of leaving the page runs."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
