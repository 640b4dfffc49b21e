"""Screen, PDF, Word and Excel say the same; a final report says it for good."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions import accept_report, close_round
from monitoring.models import IndicatorValue, Problem, Support
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import (
    drop_draft,
    finish_report,
    open_round_report,
    open_year_report,
)
from onde_portal.reporting.models import Report
from onde_portal.thai.digits import to_ascii
from tests.documents.test_word_charts import shown_in
from tests.office import needs_office, opened
from tests.pdf import text_of
from tests.reporting import reading
from tests.reporting.conftest import AT, Country, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
SignIn = Callable[[User], Client]


def download(browser: Client, report: Report, name: str) -> bytes:
    return browser.get(reverse(f"office-report-{name}", args=[report.pk])).content


def pdf_of(browser: Client, report: Report) -> bytes:
    browser.post(reverse("office-report-pdf", args=[report.pk]), {"language": "th"})
    while make_next_document():
        pass
    paper = StoredDocument.objects.filter(kind="office-report", superseded_at=None).order_by("-pk")[
        0
    ]
    assert paper.state == "ready", paper.error
    return b"".join(browser.get(reverse("document", args=[paper.pk])).streaming_content)  # type: ignore[attr-defined]


def screen_of(browser: Client, report: Report) -> reading.Tables:
    page = browser.get(reverse("office-report", args=[report.pk]))
    return reading.screen_tables(page.content.decode())


@pytest.fixture
def round_report(country: Country, officer: User) -> Report:
    report = open_round_report(round_=country.round, scope=Scope(), by=officer, at=AT)
    return write(report, officer)


@pytest.fixture(params=["round", "year"])
def report(request: pytest.FixtureRequest, round_report: Report, officer: User) -> Report:
    """The report of a round, then that of its year."""
    if request.param == "round":
        return round_report
    return open_year_report(year=2569, by=officer, at=AT)


@pytest.mark.slow
def test_every_number_of_every_table_is_the_same_on_screen_in_pdf_word_and_excel(
    report: Report, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    screen = screen_of(browser, report)
    word = reading.word_tables(download(browser, report, "word"))
    excel = reading.excel_tables(download(browser, report, "excel"))
    assert len(screen) >= 5
    assert [len(table) for table in screen] == [len(table) for table in excel]
    assert word == screen
    for (at, row, column, shown), (*_place, raw) in zip(
        reading.cells(screen), reading.cells(excel), strict=True
    ):
        assert reading.same(shown, raw), (at, row, column, shown, raw)
    said = to_ascii(text_of(pdf_of(browser, report), "-layout")).replace("\N{NO-BREAK SPACE}", " ")
    runs = [run for table in screen for row in table for run in reading.runs_of_figures(row)]
    assert len(runs) > 20
    for run in runs:
        assert reading.on_one_line(run).search(said), run


@pytest.mark.slow
def test_every_mark_of_every_chart_is_the_same_on_screen_and_in_word(
    report: Report, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    screen = browser.get(reverse("office-report", args=[report.pk])).content.decode()
    marks = reading.screen_marks(screen)
    word = [reading.plain("".join(row)) for row in shown_in(download(browser, report, "word"))]
    assert len(marks) >= 5
    assert len(word) == len(marks)
    # A name that stands above a mark on the screen stands before it in Word.
    assert all(mine.endswith(mark) for mine, mark in zip(word, marks, strict=True)), word


@pytest.mark.slow
def test_excel_has_real_numbers_real_days_and_a_header_that_stays(
    round_report: Report, sign_in: SignIn, officer: User
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download(sign_in(officer), round_report, "excel")))
    assert {sheet.freeze_panes for sheet in book.worksheets} == {"A2"}
    total, hubs = book.worksheets[1], book.worksheets[-1]
    assert [cell.value for cell in total[2]][1:] == [3, 2, 2, 0, 1, 0, 0, 67]
    sent = {row[0]: row[3] for row in hubs.iter_rows(min_row=2, values_only=True)}
    assert sent["ศูนย์ หนองบัว"] == datetime(2026, 4, 20)  # noqa: DTZ001 - a day of a sheet
    assert sent["ศูนย์ โนนสูง"] is None


@pytest.fixture
def final(round_report: Report, officer: User) -> Report:
    return finish_report(report=round_report, version=1, by=officer, at=AT)


@pytest.mark.slow
def test_excel_says_which_report_it_is_and_where_it_is_checked(
    final: Report, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    book = openpyxl.load_workbook(io.BytesIO(download(browser, final, "excel")))
    about = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert (about["เลขที่"][0], about["ฉบับที่"][0]) == (final.number_text, 1)
    assert about["รหัสตรวจสอบ"][0] == final.check_code
    assert final.check_code in str(about["ตรวจสอบเอกสารนี้"][0])
    draft = open_round_report(round_=final.round, scope=Scope(), by=officer, at=AT)  # type: ignore[arg-type]
    book = openpyxl.load_workbook(io.BytesIO(download(browser, draft, "excel")))
    said = [row[0] for row in book.worksheets[0].iter_rows(min_col=2, values_only=True)]
    assert "ฉบับร่าง" in said
    assert final.check_code not in said


@pytest.mark.slow
def test_a_final_report_stays_the_same_whatever_happens_to_the_records(
    final: Report, country: Country, sign_in: SignIn, officer: User, head: User
) -> None:
    browser = sign_in(officer)
    before = {name: download(browser, final, name) for name in ("word", "excel")}
    screen, paper = screen_of(browser, final), pdf_of(browser, final)
    IndicatorValue.objects.update(value=999)
    Problem.objects.update(state="solved", description="เปลี่ยนแล้ว")
    Support.objects.update(what="เปลี่ยนแล้ว")
    Hub.objects.update(name="ศูนย์ที่เปลี่ยนชื่อ")
    Lao.objects.update(full_name_th="เปลี่ยนแล้ว")
    User.objects.filter(pk=officer.pk).update(first_name="เปลี่ยน", position="เปลี่ยน")
    accept_report(follow_up=country.waiting, version=country.waiting.version, by=head, at=AT)
    country.round.refresh_from_db()
    close_round(round_=country.round, reason="ครบกำหนด", by=head, at=AT + timedelta(days=90))
    assert screen_of(browser, final) == screen
    assert {name: download(browser, final, name) for name in before} == before
    assert pdf_of(browser, final) == paper
    page = browser.get(reverse("office-report", args=[final.pk]))
    told = {(one.row, one.column): (one.was, one.now) for one in page.context["differences"]}
    assert ("15", "1,998") in told.values()
    assert page.context["more_differences"] >= 0


@pytest.mark.slow
def test_a_new_edition_supersedes_the_old_one_which_can_still_be_read(
    final: Report, sign_in: SignIn, officer: User, client: Client
) -> None:
    browser = sign_in(officer)
    old_paper = pdf_of(browser, final)
    again = open_round_report(round_=final.round, scope=Scope(), by=officer, at=AT)  # type: ignore[arg-type]
    assert (again.edition, again.introduction) == (2, final.introduction)
    new = finish_report(report=again, version=0, by=officer, at=AT)
    assert (final.number_text, new.number_text) == ("1/2569", "2/2569")
    final.refresh_from_db()
    assert final.superseded_at == AT
    old = StoredDocument.objects.get(about=f"reporting.report:{final.pk}")
    assert b"".join(browser.get(reverse("document", args=[old.pk])).streaming_content) == old_paper  # type: ignore[attr-defined]
    for code, verdict in (
        (final.check_code, "superseded"), (old.check_code, "superseded"),
        (new.check_code, "genuine"),
    ):  # fmt: skip
        check = client.get(reverse("document-check", args=[code]))
        assert str(check.context["verdict"]) == verdict
    shown = browser.get(reverse("office-report", args=[final.pk]))
    assert shown.context["differences"] is None


def test_a_paper_made_of_an_edition_that_is_out_of_force_is_out_of_force_too(
    final: Report, sign_in: SignIn, officer: User, client: Client
) -> None:
    again = open_round_report(round_=final.round, scope=Scope(), by=officer, at=AT)  # type: ignore[arg-type]
    finish_report(report=again, version=0, by=officer, at=AT)
    browser = sign_in(officer)
    for _turn in range(2):
        browser.post(reverse("office-report-pdf", args=[final.pk]), {"language": "th"})
        while make_next_document():
            pass
    paper = StoredDocument.objects.get(about=f"reporting.report:{final.pk}")
    check = client.get(reverse("document-check", args=[paper.check_code]))
    assert str(check.context["verdict"]) == "superseded"
    shown = browser.get(reverse("office-report", args=[final.pk])).content.decode()
    assert f'href="{reverse("document", args=[paper.pk])}"' in shown


def test_papers_of_a_draft_that_are_made_together_say_the_same(
    round_report: Report, country: Country, sign_in: SignIn, officer: User, head: User
) -> None:
    browser, ask = sign_in(officer), reverse("office-report-pdf", args=[round_report.pk])
    browser.post(ask, {"language": "th"})
    round_report.refresh_from_db()
    first = round_report.draft_content
    accept_report(follow_up=country.waiting, version=country.waiting.version, by=head, at=AT)
    browser.post(ask, {"language": "en"})
    round_report.refresh_from_db()
    assert round_report.draft_content == first
    while make_next_document():
        pass
    browser.post(ask, {"language": "en"})
    round_report.refresh_from_db()
    assert round_report.draft_content != first


@pytest.mark.slow
def test_a_drafts_paper_that_waits_while_the_report_is_made_final_is_a_drafts_paper(
    round_report: Report, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    ask = reverse("office-report-pdf", args=[round_report.pk])
    browser.post(ask, {"language": "th"})
    finish_report(report=round_report, version=1, by=officer, at=AT)
    while make_next_document():
        pass
    paper = StoredDocument.objects.get(kind="office-report")
    assert (paper.state, paper.superseded_at) == ("ready", AT)
    with paper.file.open("rb") as stored:
        cover = "".join(text_of(stored.read(), "-layout").split("\f")[0].split())
    assert "ร่าง" in cover
    assert "เลขที่" not in cover


def test_a_paper_of_a_draft_that_was_taken_back_is_not_made(
    round_report: Report, sign_in: SignIn, officer: User
) -> None:
    sign_in(officer).post(reverse("office-report-pdf", args=[round_report.pk]), {"language": "th"})
    drop_draft(report=round_report, by=officer, at=AT)
    while make_next_document():
        pass
    assert StoredDocument.objects.get(kind="office-report").state == "cancelled"


@pytest.mark.slow
def test_a_draft_says_on_every_page_that_it_is_one(
    round_report: Report, sign_in: SignIn, officer: User
) -> None:
    pages = text_of(pdf_of(sign_in(officer), round_report), "-layout").split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages):
        assert "๒๔เมษายน๒๕๖๙" in "".join(page.split()), number


@pytest.mark.slow
@needs_office
def test_the_word_file_opens_elsewhere(
    final: Report, sign_in: SignIn, officer: User, tmp_path: Path
) -> None:
    file = {"report.docx": download(sign_in(officer), final, "word")}
    said = "".join(text_of(opened(file, tmp_path)["report.docx"]).split())
    for words in ("สารบัญ", "๑/๒๕๖๙", final.check_code, "ควรอบรมทุกปี", "จะจัดในปีหน้า"):
        assert words in said or words in said.replace("ำ", "ำ"), words


def test_a_day_is_only_a_day() -> None:
    assert reading._cell(date(2026, 4, 20)) == "20เม.ย.69"
