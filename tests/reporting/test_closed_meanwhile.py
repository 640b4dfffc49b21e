"""A hub that closes while a paper of it waits: the paper is made, and says what it should."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hubs.actions.life import close_hub
from hubs.models import Hub
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.reporting.actions import finish_report, open_round_report, open_year_report
from onde_portal.reporting.models import Report
from tests.paper_queue import content_of, make_waiting
from tests.pdf import text_of
from tests.reporting import reading
from tests.reporting.conftest import AT, Country
from tests.reporting.reading import plain

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("later")]
WHY = "ยุบรวมกับศูนย์อื่น"


@pytest.fixture
def browser(director: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(director)


def close(hub: Hub, by: User) -> None:
    hub.refresh_from_db()
    close_hub(hub=hub, on=AT.date() - timedelta(days=1), reason=WHY, by=by, at=AT)


def read(document: StoredDocument) -> str:
    return plain(text_of(content_of(document)))


def tables(browser: Client, report: Report) -> reading.Tables:
    answer = browser.get(reverse("office-report", args=[report.pk]))
    assert answer.status_code == 200
    return reading.screen_tables(answer.content.decode())


def rows(found: reading.Tables) -> list[str]:
    return ["".join(row) for table in found for row in table]


def asked(browser: Client, address: str, **posted: Any) -> StoredDocument:
    assert browser.post(address, {"language": "th", **posted}).status_code == 302
    return StoredDocument.objects.latest("pk")


def test_a_hubs_file_that_waits_tells_of_the_closing_and_why(
    country: Country, browser: Client, officer: User
) -> None:
    hub = country.reported.hub
    file = asked(browser, reverse("drill-hub-paper", args=[hub.pk]))
    close(hub, officer)
    make_waiting()
    assert plain(WHY) in read(file)
    page = browser.get(reverse("drill-hub", args=[hub.pk])).content.decode()
    assert WHY in page


def test_the_directors_sheet_that_waits_says_what_the_page_said(
    country: Country, browser: Client, officer: User
) -> None:
    before = browser.get("/overview/").context["sentence"]
    sheet = asked(browser, reverse("overview-paper", args=[2569]))
    close(country.reported.hub, officer)
    assert browser.get("/overview/").context["sentence"] != before
    make_waiting()
    said = read(sheet)
    assert plain(before) in said
    assert plain(WHY) not in said


def test_a_drafts_paper_that_waits_says_what_the_draft_said(
    country: Country, officer: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(officer)
    report = open_round_report(round_=country.round, scope=Scope(), by=officer, at=AT)
    before = rows(tables(browser, report))
    paper = asked(browser, reverse("office-report-pdf", args=[report.pk]))
    close(country.owing.hub, officer)
    assert rows(tables(browser, report)) != before
    make_waiting()
    said = read(paper)
    assert [row for row in before if row not in said] == []


@pytest.mark.parametrize("kind", ["round", "year"])
def test_a_final_report_says_what_was_so_when_it_was_made_final(
    kind: str, country: Country, browser: Client, officer: User
) -> None:
    report = (
        open_round_report(round_=country.round, scope=Scope(), by=officer, at=AT)
        if kind == "round"
        else open_year_report(year=2569, by=officer, at=AT)
    )
    draft = rows(tables(browser, report))
    close(country.owing.hub, officer)
    final = finish_report(report=report, version=report.version, by=officer, at=AT)
    shown = rows(tables(browser, final))
    assert shown != draft
    paper = asked(browser, reverse("office-report-pdf", args=[final.pk]))
    make_waiting()
    said = read(paper)
    assert [row for row in shown if row not in said] == []
