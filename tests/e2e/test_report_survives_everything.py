"""A report through everything at once: no network, a dead tab, a dead server, an ended session."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from monitoring.actions import accept_report
from monitoring.models import Answer, FollowUp, FollowUpState
from onde_portal.accounts.models import User
from tests import world
from tests.e2e.conftest import kill_tab
from tests.e2e.served import Served
from tests.monitoring import story
from tests.monitoring.conftest import follow_up, hub

__all__ = ["follow_up", "hub"]

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = re.compile(r"\d\d:\d\d")
BEFORE = "เวทีแรกจัดที่ศาลาวัด น้ำท่วมจึงเลื่อนไปหนึ่งสัปดาห์"
OFFLINE = BEFORE + "\nรอบสองนัดที่ร้านก๋วยเตี๋ยว ผู้ร่วม ๑๒๐ คน “เต็ม” <b>&amp;</b> 🙂"
WHILE_DOWN = "จัดเวทีทุกเดือน และสำรวจซ้ำในไตรมาสที่ ๒"
SIGNED_OUT = "ขอวิทยากรเพิ่มหนึ่งคน — ก่อน 31 ม.ค. 2570"


@pytest.fixture
def served(transactional_db: None) -> Iterator[Served]:
    server = Served()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def phone(browser: Browser, served: Served, reporter: User) -> Iterator[BrowserContext]:
    """The reporter's phone, signed in."""
    client = Client()
    client.force_login(reporter)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(base_url=served.url, viewport={"width": 360, "height": 780})
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": served.url}])
    yield context
    context.close()


def open_form(context: BrowserContext, follow_up: FollowUp) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/reports/{follow_up.pk}/")
    return page


def type_on(page: Page, key: str, text: str) -> None:
    """At the end of what stands there, key by key as a person does."""
    page.click(f"[name='{key}']")
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def stored(follow_up: FollowUp, key: str) -> str:
    return Answer.objects.filter(follow_up=follow_up, key=key).values_list("text", flat=True)[0]


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved:not(.waiting)")).to_contain_text(SAVED)


def test_every_character_reaches_the_accepted_report(
    phone: BrowserContext, served: Served, reporter: User, officer: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, lessons="", next_plan="", recommendations="")
    page = open_form(phone, follow_up)
    type_on(page, "lessons", BEFORE)
    expect_saved(page)

    # The network goes in the middle of typing, then the tab dies.
    phone.set_offline(offline=True)
    type_on(page, "lessons", OFFLINE.removeprefix(BEFORE))
    expect(page.locator("#saved.waiting")).to_be_visible()
    kill_tab(page)
    phone.set_offline(offline=False)

    # A new tab offers the copy beside what the report says; nothing is taken without a choice.
    page = open_form(phone, follow_up)
    offer = page.locator("#left [data-key=lessons]")
    expect(offer).to_contain_text(BEFORE)
    expect(offer).to_contain_text("🙂")
    assert page.input_value("[name=lessons]") == stored(follow_up, "lessons") == BEFORE
    offer.locator("button").first.click()
    expect_saved(page)
    expect(page.locator("#left")).to_be_hidden()
    assert stored(follow_up, "lessons") == OFFLINE

    # The server dies while one types on, and comes back.
    served.kill()
    type_on(page, "next_plan", WHILE_DOWN)
    expect(page.locator("#saved.waiting")).to_be_visible()
    served.start()
    expect_saved(page)
    assert stored(follow_up, "next_plan") == WHILE_DOWN

    # The session ends; one signs in on the spot, and the page goes on.
    Session.objects.all().delete()
    type_on(page, "recommendations", SIGNED_OUT)
    page.click("#saved [data-sign-in]")
    page.fill("#sign-in [name=password]", "wrong")
    page.press("#sign-in [name=password]", "Enter")
    expect(page.locator("#sign-in [data-refusal]")).to_be_visible()
    page.fill("#sign-in [name=password]", world.PASSWORD)
    page.press("#sign-in [name=password]", "Enter")
    expect(page.locator("#sign-in")).to_be_hidden()
    expect_saved(page)
    assert stored(follow_up, "recommendations") == SIGNED_OUT

    page.click(".action-bar [value=check]")
    page.click("form[action*='/send/'] button")
    page.wait_for_url("**/receipt/")
    follow_up.refresh_from_db()
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=timezone.now())

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.ACCEPTED
    content = str(follow_up.submissions.get().content)
    for text in (OFFLINE, WHILE_DOWN, SIGNED_OUT):
        assert repr(text)[1:-1] in content
