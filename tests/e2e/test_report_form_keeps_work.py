"""Nothing typed into a report is ever lost: lines, sessions, tabs and browsers may go."""

import io
import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from monitoring.actions import submit_report
from monitoring.models import Answer, FollowUp, ReportFile
from onde_portal.accounts.models import User
from tests import world
from tests.e2e.conftest import PATIENCE, axe_finds_nothing, kill_tab
from tests.monitoring import story
from tests.monitoring.conftest import follow_up, hub

__all__ = ["follow_up", "hub"]

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., BrowserContext]
Form = Callable[[BrowserContext], Page]
MINE, THEIRS = "ของฉัน: เริ่มจากเรื่องใกล้ตัว", "ของเพื่อน: ฟังก่อนพูด"
# What differs between both: beginning and end are the same.
MARKED = ("ฉัน: เริ่มจากเรื่องใกล้ตัว", "เพื่อน: ฟังก่อนพูด")
SAVED = re.compile(r"\d\d:\d\d")


@pytest.fixture
def open_browser(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A fresh browser on a phone's screen in which this person is signed in."""
    opened: list[BrowserContext] = []

    def signed_in(user: User, *, scripts: bool = True) -> BrowserContext:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 780},
            java_script_enabled=scripts,
        )
        session = client.cookies[name].value
        context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        opened.append(context)
        return context

    yield signed_in
    for context in opened:
        context.close()


@pytest.fixture
def open_form(follow_up: FollowUp) -> Form:
    """The report's form in a new tab; the tab fails the test when its script does."""

    def form(context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"/reports/{follow_up.pk}/")
        return page

    return form


def field(page: Page, key: str) -> str:
    return page.input_value(f"[name='{key}']")


def write(page: Page, text: str, key: str = "lessons") -> None:
    """Type as people do; the field stays in focus, nobody presses a button."""
    page.click(f"[name='{key}']")
    page.fill(f"[name='{key}']", text)


def wait_until_stored(context: BrowserContext, fields: int) -> None:
    """Wait for the browser to hold a copy of this many fields; a page hands them over late."""
    page = context.pages[0]
    held: list[str] = []
    for _ in range(PATIENCE // 500):
        page.wait_for_timeout(500)
        origins = context.storage_state()["origins"]
        held = [item["value"] for origin in origins for item in origin["localStorage"]]
        if any(len(json.loads(copies)) == fields for copies in held):
            return
    pytest.fail(f"The browser holds {held}")


def wait_until_saved(page: Page) -> None:
    expect(page.locator("#saved:not(.waiting)")).to_contain_text(SAVED)


def stored(follow_up: FollowUp, key: str = "lessons") -> str | None:
    return (
        Answer.objects.filter(follow_up=follow_up, key=key).values_list("text", flat=True).first()
    )


def wait_until_server_holds(page: Page, follow_up: FollowUp, text: str) -> None:
    """Wait for what a page sent while it was left: nobody is there to see the answer."""
    for _ in range(PATIENCE // 100):
        if stored(follow_up) == text:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The server holds {stored(follow_up)!r}")


def test_what_is_typed_is_saved_without_a_button_and_is_there_on_the_next_visit(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)

    write(page, MINE)
    wait_until_saved(page)

    assert stored(follow_up) == MINE
    assert field(open_form(context), "lessons") == MINE


def test_a_mistyped_figure_is_kept_and_told_at_the_field(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    page = open_form(open_browser(reporter))

    write(page, "๑,๒๐๐๐", "indicator.OP01")

    expect(page.locator("[id='at-indicator.OP01'] .error")).to_have_count(1)
    assert stored(follow_up, "indicator.OP01") == "๑,๒๐๐๐"
    write(page, "๑,๒๐๐", "indicator.OP01")
    expect(page.locator("[id='at-indicator.OP01'] .error")).to_have_count(0)


def test_typing_goes_on_without_a_connection_and_is_saved_when_it_is_back(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)
    context.set_offline(offline=True)

    write(page, MINE)
    expect(page.locator("#saved.waiting")).to_be_visible()
    assert stored(follow_up) is None
    context.set_offline(offline=False)

    wait_until_saved(page)
    assert stored(follow_up) == MINE


def test_a_browser_that_dies_without_a_connection_loses_nothing(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)
    context.set_offline(offline=True)
    write(page, MINE)
    page.click("#activities [data-add-row]")
    write(page, "เวทีประชาคม", "activity.3.name")
    # Only what the browser itself has in store outlives the page.
    wait_until_stored(context, 2)
    kill_tab(page)
    context.set_offline(offline=False)

    again = open_form(context)
    expect(again.locator("#left [data-key]")).to_have_count(2)
    axe_finds_nothing(again)
    again.click("#left [data-all]")

    wait_until_saved(again)
    assert field(again, "lessons") == MINE
    assert field(again, "activity.3.name") == "เวทีประชาคม"
    expect(again.locator("#saved:not(.waiting)")).to_contain_text(SAVED)
    again.reload()
    assert stored(follow_up) == MINE
    assert stored(follow_up, "activity.3.name") == "เวทีประชาคม"
    expect(again.locator("#left")).to_be_hidden()


def test_a_copy_left_on_the_device_waits_for_its_choice_while_one_types_on(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)
    context.set_offline(offline=True)
    write(page, MINE)
    wait_until_stored(context, 1)
    kill_tab(page)
    context.set_offline(offline=False)
    again = open_form(context)
    write(again, THEIRS)
    wait_until_saved(again)

    offer = open_form(context).locator("#left [data-key=lessons]")

    expect(offer).to_contain_text(MINE)
    expect(offer).to_contain_text(THEIRS)
    offer.locator("button").last.click()
    expect(offer).to_be_hidden()
    assert stored(follow_up) == THEIRS
    expect(open_form(context).locator("#left")).to_be_hidden()


def test_the_last_words_are_saved_when_the_page_is_left_at_once(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)

    write(page, MINE)
    page.goto("/lao/")

    wait_until_server_holds(page, follow_up, MINE)
    again = open_form(context)
    assert field(again, "lessons") == MINE
    expect(again.locator("#left")).to_be_hidden()


def test_an_ended_session_loses_nothing_and_saves_after_signing_in_in_another_tab(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    page = open_form(open_browser(reporter))
    Session.objects.all().delete()

    write(page, MINE)
    with page.expect_popup() as opened:
        page.click("#saved [data-sign-in]")
        axe_finds_nothing(page)
        page.click("#sign-in a[target=_blank]")
    other = opened.value
    other.fill("input[name=login]", reporter.email)
    other.fill("input[name=password]", world.PASSWORD)
    other.press("input[name=password]", "Enter")
    other.wait_for_url("**/lao/")
    page.bring_to_front()
    page.click("#sign-in [data-close]")

    expect(page.locator("#saved:not(.waiting)")).to_contain_text(SAVED)
    assert stored(follow_up) == MINE
    assert field(page, "lessons") == MINE


@pytest.mark.parametrize(("choice", "kept"), [(0, MINE), (1, THEIRS)])
def test_two_people_in_one_field_see_both_texts_and_choose(
    open_browser: Open,
    open_form: Form,
    reporter: User,
    certifier: User,
    follow_up: FollowUp,
    choice: int,
    kept: str,
) -> None:
    page, colleague = open_form(open_browser(reporter)), open_form(open_browser(certifier))
    write(colleague, THEIRS)
    wait_until_saved(colleague)

    write(page, MINE)
    beside = page.locator("#at-lessons [data-beside]")
    mine, theirs = (beside.locator(".sides > div").nth(number) for number in range(2))
    expect(mine).to_contain_text(MINE)
    expect(theirs).to_contain_text(THEIRS)
    expect(theirs).to_contain_text(certifier.get_full_name())
    assert (mine.locator("mark").inner_text(), theirs.locator("mark").inner_text()) == MARKED
    axe_finds_nothing(page)
    write(page, f"{MINE}กว่า")
    expect(mine).to_contain_text(f"{MINE}กว่า")
    write(page, MINE)
    assert field(page, "lessons") == MINE
    beside.locator("button").nth(choice).click()

    expect(beside).to_be_hidden()
    expect(page.locator("#saved.waiting")).to_be_hidden()
    again = open_form(open_browser(reporter))
    assert field(again, "lessons") == field(page, "lessons") == kept


def test_text_for_a_report_that_a_colleague_sent_meanwhile_is_shown_for_copying(
    open_browser: Open, open_form: Form, reporter: User, certifier: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, certifier)
    page = open_form(open_browser(reporter))
    submit_report(follow_up=follow_up, token="t" * 43, by=certifier, at=world.NOW)

    write(page, MINE)
    expect(page.locator("#saved.waiting")).to_be_visible()
    page.click(".action-bar [value=check]")

    expect(page.locator("main")).to_contain_text(certifier.get_full_name())
    expect(page.locator("main")).to_contain_text(MINE)


def test_files_go_up_while_one_types_and_are_listed(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    page = open_form(open_browser(reporter))

    files: list[FilePayload] = [
        {"name": "list.txt", "mimeType": "text/plain", "buffer": "มาลี\n".encode()},
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<script>"},
    ]
    page.set_input_files("#file", files)

    expect(page.locator("[data-files] li")).to_have_count(1)
    expect(page.locator("[data-uploads] .error")).to_contain_text("page.html")
    assert ReportFile.objects.get(follow_up=follow_up, removed_at=None).name == "list.txt"


def test_a_file_waits_for_the_connection_goes_on_and_a_photo_goes_up_small_without_its_place(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    context = open_browser(reporter)
    page = open_form(context)
    announced: list[int] = []
    page.on("request", lambda asked: announced.extend(announced_size(asked)))
    photo = phone_photo()
    context.set_offline(offline=True)
    chosen: FilePayload = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.set_input_files("#file", chosen)
    expect(page.locator("[data-uploads] .state")).not_to_be_empty()
    context.set_offline(offline=False)

    expect(page.locator("[data-files] li")).to_have_count(1)
    expect(page.locator("[data-uploads] .upload")).to_have_count(0)
    assert announced
    assert max(announced) < len(photo) / 2
    kept = ReportFile.objects.get(follow_up=follow_up, removed_at=None)
    with kept.file.open("rb") as opened, Image.open(opened) as picture:
        assert picture.size == (1800, 2400)
        assert not picture.getexif()


def announced_size(asked: Request) -> list[int]:
    """How large the page said a file is, if this asked for its place."""
    if not asked.url.endswith("/files/begin/"):
        return []
    return [int(json.loads(asked.post_data or "")["size"])]


def phone_photo() -> bytes:
    """Twelve megapixels lying on their side, with a position."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 24.0, 56.0), 3: "E", 4: (102.0, 47.0, 12.0)})
    target = io.BytesIO()
    noise = Image.effect_noise((4000, 3000), 20).convert("RGB")
    noise.save(target, "JPEG", exif=exif, quality=90)
    return target.getvalue()


def test_without_scripts_the_page_saves_checks_and_sends(
    open_browser: Open, open_form: Form, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, lessons="", next_plan="")
    page = open_form(open_browser(reporter, scripts=False))

    page.fill("[name='lessons']", MINE)
    page.click(".action-bar [value=stay]")
    expect(page.locator(".message.success")).to_contain_text(SAVED)
    assert field(page, "lessons") == MINE

    page.click(".action-bar [value=check]")
    page.click(".errors a[href$='f-next_plan']")
    page.fill("[name='next_plan']", "จัดเวทีทุกเดือน")
    page.click(".action-bar [value=check]")
    page.click("form[action*='/send/'] button")

    page.wait_for_url("**/receipt/")
    receipt = follow_up.submissions.get().receipt_number
    expect(page.locator("main")).to_contain_text(receipt)
