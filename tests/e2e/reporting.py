"""A report that an LAO owes, and how its people fill it in and send it in the browser."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from hubs.actions.life import establish_hub, register_hub, start_operating
from monitoring.actions import ensure_rounds
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear

TYPED = "น้ำท่วมทำให้เวทีเลื่อน สำนักปลัดจึงนัดใหม่ที่ร้านก๊วยเตี๋ยวญี่ปุ่น ฐาน ๒๕๖๒ Hub 6"


def owed_report(people: dict[str, User], code: str = "2520101") -> FollowUp:
    """The report on the half-year that ended last, owed by Lampang's hub or another LAO's."""
    now, today = timezone.now(), timezone.localdate()
    ended = HalfYear.containing(today).previous()
    hub = register_hub(lao=Lao.objects.get(code=code), by=people["officer"], at=now)
    establish_hub(hub=hub, on=ended.starts_on + timedelta(days=3), by=people["officer"], at=now)
    start_operating(hub=hub, by=people["officer"], at=now)
    ensure_rounds(today=today, at=now)
    return FollowUp.objects.get(hub=hub, round__ends_on=ended.ends_on)


def fill_in(page: Page) -> None:
    """What a report needs, as people type it: Thai digits, commas, a text that tests the PDF."""
    for number, field in enumerate(
        page.locator("input[name^='indicator.OP']:not([name$='.note'])").all()
    ):
        if field.get_attribute("type") == "radio":
            continue
        field.fill(("๑๒", "1,200", "7")[number % 3])
    page.locator("input[type=radio][name='indicator.OP02']").first.check(force=True)
    page.fill("[name='general.phone']", "๐๘ ๑๒๓๔ ๕๖๗๘")
    page.fill("[name='activity.1.name']", "เวทีรับฟังความคิดเห็น")
    page.fill("[name='activity.1.done']", "จัดแล้วตามแผน")
    page.fill("[name='budget.received']", "๑๒๐,๐๐๐")
    page.fill("[name='budget.spent']", "100000")
    page.fill("[name='lessons']", TYPED)
    page.fill("[name='next_plan']", "สำรวจความพึงพอใจ")


def send(page: Page) -> None:
    page.click("button[name=next], .action-bar .btn:last-child")
    page.wait_for_url("**/check/**")
    assert page.locator("form[action*='/send/'] button").count(), page.inner_text("main")
    page.click("form[action*='/send/'] button")
    page.wait_for_url("**/receipt/**")
