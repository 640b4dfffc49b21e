"""The main job, played by its people: from a hub to an accepted report on paper."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hubs.actions.life import register_hub
from hubs.models import Hub
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.registry.models import Lao
from onde_portal.thai.dates import format_date
from tests.e2e.conftest import Visitor
from tests.e2e.reporting import TYPED, fill_in, owed_report, send
from tests.pdf import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follow_up(people: dict[str, User]) -> FollowUp:
    return owed_report(people)


def test_a_report_goes_out_comes_back_goes_again_and_is_accepted_on_paper(
    visitor: Callable[..., Visitor], people: dict[str, User], follow_up: FollowUp, tmp_path: Path
) -> None:
    reporter, officer = visitor(width=360), visitor()

    page = reporter.signs_in("reporter@lao.example")
    reporter.finds_the_page_accessible()
    page.click(f"a.btn[href*='/reports/{follow_up.pk}/']")
    reporter.finds_the_page_accessible()
    fill_in(page)
    send(page)
    reporter.finds_the_page_accessible()

    desk = officer.signs_in("officer@onde.example")
    officer.finds_the_page_accessible()
    desk.click("main a[href*='/review/'] >> nth=0")
    officer.finds_the_page_accessible()
    assert desk.locator("[name=reason]").count(), desk.inner_text("main")
    desk.fill("[name=reason]", "ขอบัญชีลงชื่อประกอบ")
    desk.fill("[name=due_on]", format_date(timezone.localdate() + timedelta(days=7), "numeric"))
    desk.click("form[action*='/return/'] button")
    desk.wait_for_selector(".messagelist, .message")
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.RETURNED

    page = reporter.goes(f"/reports/{follow_up.pk}/")
    assert "ขอบัญชีลงชื่อประกอบ" in page.inner_text("main")
    page.fill("[name='recommendations']", "แนบบัญชีลงชื่อแล้ว")
    send(page)

    desk = officer.goes(f"/staff/monitoring/followup/{follow_up.pk}/review/")
    desk.click("form[action*='/accept/'] button")
    desk.wait_for_selector(".messagelist, .message")
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.ACCEPTED

    while make_next_document():
        pass
    page = reporter.goes(f"/reports/{follow_up.pk}/receipt/")
    with page.expect_download() as started:
        page.click("main a[href*='/documents/']")
    file = tmp_path / "report.pdf"
    started.value.save_as(file)
    text = "".join(text_of(file.read_bytes()).split())
    assert "".join(TYPED.split()) in text
    assert "แนบบัญชีลงชื่อแล้ว" in text


def test_the_director_sees_the_count_rise_when_a_hub_is_established(
    visitor: Callable[..., Visitor], people: dict[str, User], follow_up: FollowUp
) -> None:
    director, officer = visitor(width=360), visitor()
    director.signs_in("director@onde.example")
    before = director.page.inner_text("main")
    assert "1" in before
    director.finds_the_page_accessible()
    total = director.page.locator(".kpi .figure a").nth(1)
    assert total.inner_text() == "1"

    lao = Lao.objects.get(code="2570101")
    hub = register_hub(lao=lao, by=people["officer"], at=timezone.now())
    officer.signs_in("officer@onde.example")
    page = officer.goes(f"/staff/hubs/hub/{hub.pk}/life/")
    officer.finds_the_page_accessible()
    page.fill("#on", "31 กุมภา 2569")
    page.fill("#number", "๑๒/๒๕๖๙")
    page.click("form[action$='/establish/'] button")
    expect(page.locator(".message.error")).to_have_count(1)
    assert page.input_value("#number") == "๑๒/๒๕๖๙", "what was typed stays when a date is refused"
    page.fill("#on", format_date(timezone.localdate(), "numeric"))
    page.click("form[action$='/establish/'] button")
    page.wait_for_selector(".messagelist, .message.success")
    assert Hub.objects.established_by(date.today()).count() == 2  # noqa: DTZ011 - the day of the browser

    director.goes("/overview/")
    assert director.page.locator(".kpi .figure a").nth(1).inner_text() == "2"
    director.page.locator(".kpi .figure a").nth(1).click()
    director.page.wait_for_selector("#result_list")
    assert director.page.locator("#result_list tbody tr").count() == 2
    director.speaks_english()
    director.goes("/overview/")
    director.finds_the_page_accessible()
