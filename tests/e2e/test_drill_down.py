"""From the country down to a hub's file and its paper; hubs compared; an indicator explored."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.actions import ensure_rounds
from monitoring.models import FollowUp, FollowUpState, IndicatorValue
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.reports.hub_file import HUB_FILE
from onde_portal.registry.models import Lao
from tests.e2e.conftest import Visitor
from tests.monitoring import story

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "องค์การบริหารส่วนตำบลน้ำ\u200bคำ" + "ที่มีชื่อยาวมาก" * 6


@pytest.fixture
def follow_up(people: dict[str, User]) -> FollowUp:
    """Two hubs of Lampang since two years; the first one's reports are received."""
    now = timezone.now()
    today = timezone.localdate(now)
    hub = story.make_hub(Lao.objects.get(code="2520101"), today - timedelta(days=700))
    other = Lao.objects.filter(province="52").exclude(pk=hub.lao_id).order_by("pk").first()
    assert other is not None
    Lao.objects.filter(pk=other.pk).update(full_name_th=LONG)
    story.make_hub(other, today - timedelta(days=600))
    ensure_rounds(today=today, at=now)
    ended = FollowUp.objects.filter(hub=hub, round__ends_on__lt=today)
    ended.update(
        state=FollowUpState.ACCEPTED, first_submitted_at=now, submitted_at=now, decided_at=now
    )
    for place, one in enumerate(ended.order_by("round__starts_on"), start=1):
        for indicator in one.round.indicators.filter(code__in=["OP01", "OC05"]):
            IndicatorValue.objects.create(follow_up=one, indicator=indicator, value=place)
    return ended.order_by("-round__starts_on")[0]


def test_an_officer_goes_from_the_region_to_the_hubs_paper(
    visitor: Callable[..., Visitor], follow_up: FollowUp
) -> None:
    officer = visitor()
    page = officer.signs_in("officer@onde.example")
    officer.speaks_english()
    page.click("nav[aria-label=Main] >> text=Places")
    page.click("table.drill >> text=North >> nth=0")
    page.click("table.drill >> text=Lampang")
    page.fill("#f-q", "อบจ")
    page.click("form[role=search] button")
    page.click("table.drill tbody a")
    page.click("table.drill tbody a")
    assert page.inner_text("h1").startswith(follow_up.hub.name)
    page.click("text=PDF in Thai")
    page.wait_for_url("**/documents/*/")
    assert StoredDocument.objects.get(kind=HUB_FILE).requested_by is not None


def test_an_officer_builds_a_comparison_by_hand(
    visitor: Callable[..., Visitor], follow_up: FollowUp
) -> None:
    officer = visitor()
    page = officer.signs_in("officer@onde.example")
    page = officer.goes(reverse("drill-compare"))
    for _turn in range(2):
        page.fill("#f-find", "ลำปาง")
        page.click("#hubs form[role=search] button")
        page.click("#hubs .records a")
    expect(page.locator(".picked li")).to_have_count(2)
    page.check("input[name=what][value=OP01]")
    page.click("main form:not([role=search]) button.btn")
    expect(page.locator(".multiples svg")).to_have_count(2)
    assert page.url.count("hub=") == 2
    page.locator(".picked a").first.click()
    expect(page.locator(".multiples svg")).to_have_count(1)


def test_an_indicator_is_explored_down_to_a_report(
    visitor: Callable[..., Visitor], follow_up: FollowUp
) -> None:
    officer = visitor()
    officer.signs_in("officer@onde.example")
    page = officer.goes(reverse("drill-indicators"))
    page.click("text=OP01")
    page.click("#list tbody a")
    page.wait_for_url(f"**{reverse('monitoring:report-view', args=[follow_up.pk])}")


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_are_accessible_and_no_wider_than_the_screen(
    width: int, language: str, visitor: Callable[..., Visitor], follow_up: FollowUp
) -> None:
    officer = visitor(width=width)
    officer.signs_in("officer@onde.example")
    if language == "en":
        officer.speaks_english()
    hub = follow_up.hub_id
    compared = "?dimension=MGT&province=52&sort=-latest&find=ลำปาง"
    for address in (
        reverse("drill-regions"),
        reverse("drill-region", args=["north"]),
        reverse("drill-province", args=["52"]),
        reverse("drill-province", args=["58"]),
        reverse("drill-lao", args=[follow_up.hub.lao_id]),
        reverse("drill-hub", args=[hub]),
        reverse("drill-compare"),
        reverse("drill-compare") + compared,
        reverse("drill-compare") + f"?what=OP01&what=OP02&hub={hub}",
        reverse("drill-indicators"),
        reverse("drill-indicator", args=["OP01"]),
        reverse("drill-indicator", args=["OP02"]),
    ):
        officer.goes(address)
        officer.finds_the_page_accessible()
        fits = officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, address


def test_the_lao_reads_its_hubs_story_on_a_phone(
    visitor: Callable[..., Visitor], follow_up: FollowUp
) -> None:
    reporter = visitor(width=360)
    page = reporter.signs_in("reporter@lao.example")
    page = reporter.goes(reverse("lao-home"))
    page.click(f"a[href='{reverse('drill-hub', args=[follow_up.hub_id])}']")
    reporter.finds_the_page_accessible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
