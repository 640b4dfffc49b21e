"""A report on its way through the certifier, remarks and answers, played by its people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from monitoring.actions import submit_nothing
from monitoring.models import FieldRemark, FollowUp, FollowUpState
from onde_portal.accounts.models import Membership, Role, User
from onde_portal.registry.models import Lao
from onde_portal.thai.dates import format_date
from tests import world
from tests.e2e.conftest import Visitor
from tests.e2e.reporting import fill_in, owed_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follow_up(people: dict[str, User]) -> FollowUp:
    """Owed by an LAO that has a certifier."""
    owed = owed_report(people)
    certifier = world.make_user(Role.LAO, "certifier@lao.example", first_name="บุญมี")
    Membership.objects.create(
        user=certifier, lao=owed.hub.lao, kind=Membership.Kind.CERTIFIER,
        started_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    return owed


def state(follow_up: FollowUp) -> str:
    return FollowUp.objects.get(pk=follow_up.pk).state


def test_certified_remarked_answered_and_accepted(
    visitor: Callable[..., Visitor], people: dict[str, User], follow_up: FollowUp
) -> None:
    reporter, certifier, officer = visitor(width=360), visitor(width=360), visitor()
    report = f"/reports/{follow_up.pk}/"
    review = f"/staff/monitoring/followup/{follow_up.pk}/review/"

    reporter.signs_in("reporter@lao.example")
    page = reporter.goes(report)
    fill_in(page)
    page.click(".action-bar .btn:last-child")
    page.wait_for_url("**/check/**")
    page.click("form[action*='/send/'] button")
    page.wait_for_url("**/certify/**")
    reporter.finds_the_page_accessible()

    certifier.signs_in("certifier@lao.example")
    certifier.finds_the_page_accessible()
    page = certifier.goes(f"{report}certify/")
    certifier.finds_the_page_accessible()
    page.click("form[action$='/certify/send/'] button")
    page.wait_for_url("**/receipt/**")
    assert state(follow_up) == FollowUpState.SUBMITTED

    officer.signs_in("officer@onde.example")
    officer.goes("/staff/monitoring/followup/accept-many/")
    officer.finds_the_page_accessible()
    desk = officer.goes(review)
    line = desk.locator("[id='line-lessons']")
    line.locator("summary").click()
    line.locator("textarea").fill("ขอตัวอย่างที่ได้ผล")
    line.locator("form button").click()
    desk.wait_for_selector("[id='line-lessons'] .remark")
    officer.finds_the_page_accessible()
    desk.keyboard.press("d")
    desk.fill("[name=due_on]", format_date(timezone.localdate() + timedelta(days=7), "numeric"))
    desk.click("form[action*='/return/'] button")
    desk.wait_for_selector(".messagelist, .message")
    assert state(follow_up) == FollowUpState.RETURNED

    page = reporter.goes("/lao/")
    page.click(f"a[href$='{report}#remarks']")
    reporter.finds_the_page_accessible()
    remark = FieldRemark.objects.get()
    page.fill(f"[name='remark.{remark.pk}']", "เพิ่มตัวอย่างแล้ว")
    page.fill("[name='lessons']", "เวทีย่อยในหมู่บ้านได้ผลดีกว่าเวทีใหญ่")
    page.click(".action-bar .btn:last-child")
    page.wait_for_url("**/check/**")
    page.click("form[action*='/send/'] button")
    page.wait_for_url("**/certify/**")
    page = certifier.goes(f"{report}certify/")
    page.click("form[action$='/certify/send/'] button")
    page.wait_for_url("**/receipt/**")

    desk = officer.goes(review)
    line = desk.locator("[id='line-lessons']")
    assert "เพิ่มตัวอย่างแล้ว" in line.inner_text()
    assert line.locator("del").count() == 1
    officer.finds_the_page_accessible()
    line.locator("button[formaction*='/settle/']").click()
    desk.wait_for_selector("[id='line-lessons'] .settled")
    desk.click("form[action*='/accept/'] button")
    desk.wait_for_selector(".messagelist, .message")
    assert state(follow_up) == FollowUpState.ACCEPTED


def test_single_keys_lead_through_the_queue_and_leave_fields_alone(
    visitor: Callable[..., Visitor], people: dict[str, User]
) -> None:
    now = timezone.now()
    other = Lao.objects.exclude(code="2520101").exclude(code=None).order_by("pk")[0]
    first, second = owed_report(people), owed_report(people, str(other.code))
    for number, follow_up in enumerate((first, second)):
        Membership.objects.get_or_create(
            user=people["reporter"], lao=follow_up.hub.lao, kind=Membership.Kind.REPORTER,
            defaults={"started_at": now - timedelta(days=9)},
        )  # fmt: skip
        submit_nothing(
            follow_up=follow_up, reason="ยังไม่ได้เริ่ม", token=str(number), by=people["reporter"],
            at=now + timedelta(minutes=number),
        )  # fmt: skip
    officer = visitor()
    officer.signs_in("officer@onde.example")

    desk = officer.goes(f"/staff/monitoring/followup/{first.pk}/review/")
    desk.keyboard.press("j")
    desk.wait_for_url(f"**/{second.pk}/review/**")
    desk.locator(".line summary").first.click()
    field = desk.locator(".line textarea").first
    field.press_sequentially("jkd")
    assert field.input_value() == "jkd"
    assert f"/{second.pk}/review/" in desk.url
    field.blur()
    desk.keyboard.press("Control+k")
    assert f"/{second.pk}/review/" in desk.url
    desk.keyboard.press("k")
    desk.wait_for_url(f"**/{first.pk}/review/**")
