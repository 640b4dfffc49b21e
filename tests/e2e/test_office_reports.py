"""An officer's report of a round: begun, written, printed, made final and checked by anyone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.actions import ensure_rounds
from monitoring.models import Round
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import finish_report, open_round_report, open_year_report
from onde_portal.reporting.models import Report
from tests.e2e.acting import press
from tests.e2e.conftest import Visitor
from tests.monitoring import story
from tests.pdf import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(people: dict[str, User]) -> Round:
    """A round that was opened for one hub."""
    today = timezone.localdate()
    story.make_hub(Lao.objects.get(code="2520101"), today - timedelta(days=500))
    ensure_rounds(today=today, at=timezone.now())
    return Round.objects.filter(opened_at__isnull=False).order_by("-starts_on")[0]


def test_an_officer_issues_the_report_of_a_round_and_anyone_can_check_it(
    visitor: Callable[..., Visitor], round_: Round, tmp_path: Path
) -> None:
    officer = visitor()
    page = officer.signs_in("officer@onde.example")
    officer.goes(reverse("admin:monitoring_round_page", args=[round_.pk]))
    page.click("#office-reports a.btn")
    page.wait_for_selector("select[name=kind]")
    assert page.input_value("select[name=round]") == str(round_.pk)
    press(page, "/begin/")
    report = Report.objects.get()
    officer.finds_the_page_accessible()

    page.click(f"a[href$='/{report.pk}/write/']")
    page.fill("textarea[name=introduction]", "เพื่อเสนอผู้บริหาร\n\nย่อหน้าที่สอง")
    page.fill("textarea[name=conclusions]", "ศูนย์รายงานครบ")
    press(page, "/keep/")
    assert "ย่อหน้าที่สอง" in page.inner_text("#introduction")

    press(page, "/pdf/")
    assert "/documents/" in page.url
    while make_next_document():
        pass
    officer.goes(reverse("office-report", args=[report.pk]))
    with page.expect_download() as waiting:
        page.click(".report-side a[href^='/documents/']")
    file = tmp_path / "draft.pdf"
    waiting.value.save_as(file)
    assert "ย่อหน้าที่สอง" in text_of(file.read_bytes())

    page.click(f"a[href$='/{report.pk}/final/']")
    officer.finds_the_page_accessible()
    press(page, "/finish/")
    report.refresh_from_db()
    assert report.number == 1
    assert report.number_text in page.inner_text("main")

    anyone = visitor(width=360)
    anyone.goes(reverse("document-check", args=[report.check_code]))
    assert anyone.page.locator(".chip.good").count() == 1


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_of_reports_are_accessible_at_both_widths(
    width: int, language: str, visitor: Callable[..., Visitor], round_: Round,
    people: dict[str, User],
) -> None:  # fmt: skip
    author, now = people["officer"], timezone.now()
    report = open_year_report(year=round_.fiscal_year, by=author, at=now)
    of_round = open_round_report(round_=round_, scope=Scope(), by=author, at=now)
    final = finish_report(report=of_round, version=of_round.version, by=author, at=now)
    draft = open_round_report(round_=round_, scope=Scope(region="north"), by=author, at=now)
    officer = visitor(width=width)
    officer.signs_in("officer@onde.example")
    if language == "en":
        officer.speaks_english()
    for address in (
        reverse("office-reports"),
        reverse("office-reports") + "?kind=round",
        reverse("office-report-new"),
        reverse("office-report", args=[report.pk]),
        reverse("office-report-table", args=[report.pk, "hub-years"]),
        reverse("office-report-write", args=[report.pk]),
        reverse("office-report-final", args=[report.pk]),
        reverse("office-report", args=[final.pk]),
        reverse("office-report", args=[draft.pk]),
    ):
        officer.goes(address)
        officer.finds_the_page_accessible()
        fits = officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, address
