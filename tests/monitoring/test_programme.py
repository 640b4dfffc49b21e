"""A programme's hubs in monitoring: rounds, problems, wishes, and the closing report."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from hubs.actions.evaluation import EvaluationWords, write_evaluation
from hubs.models import Hub, HubProgramme, SelectionCriteria
from hubs.stages import Stage
from monitoring.actions import accept_report, submit_report
from monitoring.models import AnnualFigure, FollowUp, Problem
from monitoring.reports.programme_closing import (
    build_closing,
    closing_file,
    closing_print,
    may_see_closing,
    request_closing,
)
from monitoring.selectors.programme import report_facts, whole_programme
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import make_paper
from onde_portal.registry.models import Lao
from tests import world
from tests.hubs.programme import make_approved, make_programme
from tests.monitoring import story
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
SOON = world.NOW + timedelta(hours=1)
AFTER_DUE = world.NOW + timedelta(days=40)


@pytest.fixture
def programme(officer: User, lao: Lao, other_lao: Lao, follow_up: FollowUp) -> HubProgramme:
    """Two hubs: ``lao``'s, which owes a report, and one that is just being prepared."""
    programme = make_programme(officer)
    SelectionCriteria.objects.create(
        programme=programme, award_years=[2568], wanted=4, saved_at=world.NOW, saved_by=officer
    )
    make_approved(programme, lao)
    make_approved(programme, other_lao)
    Hub.objects.update(programme=programme)
    FollowUp.objects.exclude(pk=follow_up.pk).delete()
    hub = story.make_hub(other_lao, None)
    Hub.objects.filter(pk=hub.pk).update(programme=programme)
    return programme


def send(follow_up: FollowUp, by: User, **changes: str) -> None:
    story.fill(follow_up, by, **changes)
    submit_report(follow_up=follow_up, token=story.PAGE, by=by, at=world.NOW)
    follow_up.refresh_from_db()


def test_rounds_problems_and_wishes_come_from_the_programmes_hubs(
    programme: HubProgramme, follow_up: FollowUp, reporter: User
) -> None:
    before = whole_programme(programme, AFTER_DUE)
    (round_,) = before.follow_up.rounds
    assert (round_.counts.expected, round_.counts.received, round_.counts.overdue) == (1, 0, 1)
    assert report_facts(programme, world.TODAY)[follow_up.hub_id].owed
    send(follow_up, reporter, recommendations="ควรอบรมทุกปี", support="วิทยากร")
    found = whole_programme(programme, AFTER_DUE)
    (round_,) = found.follow_up.rounds
    assert (round_.counts.received, round_.counts.on_time, round_.follow_ups) == (
        1,
        1,
        (follow_up,),
    )
    (problem,) = found.follow_up.open_problems
    assert problem.description == "ผู้เข้าร่วมน้อย"
    assert [(str(category.pk), count) for category, count in found.follow_up.categories] == [
        ("P01", 1)
    ]
    assert [item.text for item in found.follow_up.recommendations] == ["ควรอบรมทุกปี"]
    assert [(item.text, item.follow_up) for item in found.follow_up.support] == [
        ("วิทยากร", follow_up)
    ]
    facts = report_facts(programme, world.TODAY)[follow_up.hub_id]
    assert (facts.owed, facts.to_review, facts.first_sent_at) == (False, True, world.NOW)
    Problem.objects.update(state=Problem.State.SOLVED)
    solved = whole_programme(programme, AFTER_DUE).follow_up
    assert (solved.open_problems, solved.solved, solved.categories) == ((), 1, ())


def test_hubs_of_other_programmes_do_not_count(
    programme: HubProgramme, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    send(follow_up, reporter, recommendations="ควรอบรมทุกปี")
    other = whole_programme(make_programme(officer, 2568), AFTER_DUE)
    assert (other.follow_up.rounds, other.follow_up.recommendations) == ((), ())
    assert (other.standings, other.follow_up.open_problems) == ((), ())


def test_reporting_counts_hubs_that_sent_a_report(
    programme: HubProgramme, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    assert whole_programme(programme, SOON).figures.count(Stage.REPORTING) == 0
    send(follow_up, reporter)
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=SOON)
    figures = whole_programme(programme, SOON).figures
    counts = {item.stage: item.count for item in figures.figures}
    assert counts[Stage.PREPARING] == 2
    assert (counts[Stage.ESTABLISHED], counts[Stage.REPORTING]) == (1, 1)
    assert next(item for item in figures.figures if item.stage == "reporting").of_planned == 25


@pytest.mark.usefixtures("frozen")
def test_each_number_of_the_page_leads_to_its_list(
    programme: HubProgramme,
    follow_up: FollowUp,
    reporter: User,
    officer: User,
    sign_in: Callable[[User], Client],
) -> None:
    send(follow_up, reporter, recommendations="ควรอบรมทุกปี")
    AnnualFigure.objects.create(product="hubs", fiscal_year=2569, planned=10)
    client = sign_in(officer)
    page = client.get(reverse("admin:hubs_hubprogramme_followup", args=[programme.pk]))
    panels = {panel.template: panel.context for panel in page.context["work"].context["panels"]}
    found = panels["monitoring/programme_followup.html"]
    assert "ควรอบรมทุกปี" in page.content.decode()
    cells = [*found["rounds"][0].cells, *found["problems"]]
    assert [cell.count for cell in cells] == [1, 1, 1, 0, 0, 1, 1, 0]
    for cell in cells:
        listed = client.get(cell.url)
        assert listed.status_code == 200, cell.url
        assert listed.context["cl"].result_count == cell.count, cell.label
        assert listed.context["cl"].params or listed.context["cl"].get_filters_params()
    assert client.get(found["board_url"]).context["shown"] == found["reporting"]


def texts_of(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_closing_report_says_what_the_screen_says(
    programme: HubProgramme, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    send(follow_up, reporter, recommendations="ควรอบรมทุกปี", support="วิทยากร 2 คน")
    words = EvaluationWords(achievements="จัดตั้งได้ 1 แห่ง", recommendations="เริ่มให้เร็ว")
    write_evaluation(programme=programme, words=words, version=0, by=officer, at=world.NOW)
    programme.findings.create(
        title="อปท. ต้องการตัวอย่างคำสั่ง", source="แบบสำรวจ", noted_at=world.NOW, noted_by=officer
    )
    found = whole_programme(programme, SOON)
    said = texts_of(closing_file(programme, ending="docx", language="th", at=SOON))
    whole = "\n".join(said)
    with translation.override("th"):
        for item in found.figures.figures:
            at = said.index(str(item.label))
            assert said[at + 1] == str(item.count).translate(str.maketrans("01234", "๐๑๒๓๔"))
    for text in (
        "จัดตั้งได้ ๑ แห่ง", "เริ่มให้เร็ว", "ควรอบรมทุกปี", "วิทยากร ๒ คน", "ผู้เข้าร่วมน้อย",
        "อปท. ต้องการตัวอย่างคำสั่ง", "๘.๒ (๑)", "๘.๒ (๖)", "๑,๑๑๐", "๑ มิ.ย.\N{NO-BREAK SPACE}๖๘",
        "๒๐ เมษายน ๒๕๖๙",
    ):  # fmt: skip
        assert text.replace(" มิ", "\N{NO-BREAK SPACE}มิ") in whole, text
    english = "\n".join(texts_of(closing_file(programme, ending="docx", language="en", at=SOON)))
    assert "Closing report of the programme" in english
    assert "1,110 working hours" in english


def test_the_same_moment_gives_the_same_word_file(programme: HubProgramme) -> None:
    first = closing_file(programme, ending="docx", language="th", at=world.NOW)
    assert first == closing_file(programme, ending="docx", language="th", at=world.NOW)


def test_an_empty_programme_has_a_closing_report_too(officer: User) -> None:
    assert closing_file(make_programme(officer), ending="docx", language="th", at=world.NOW)


def test_the_pdf_has_the_figures_of_when_it_was_asked_for(
    programme: HubProgramme, officer: User, reporter: User
) -> None:
    first = request_closing(programme, language="th", by=officer, at=SOON)
    assert request_closing(programme, language="th", by=officer, at=AFTER_DUE) == first
    with translation.override("th"):
        source = build_closing(first.about, "th")
    assert "๒๐ เมษายน ๒๕๖๙" in str(source.cover)
    assert may_see_closing(officer, first.about)
    assert not may_see_closing(reporter, first.about)
    assert not may_see_closing(officer, "hubs.hubprogramme:x")
    StoredDocument.objects.filter(pk=first.pk).update(state="ready")
    second = request_closing(programme, language="th", by=officer, at=AFTER_DUE)
    first.refresh_from_db()
    assert (first.superseded_at, closing_print(programme)) == (AFTER_DUE, second)


def test_excel_has_the_tables_of_the_screen(
    programme: HubProgramme, follow_up: FollowUp, reporter: User, officer: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    send(follow_up, reporter)
    url = reverse("programme-closing-excel", args=[programme.pk])
    book = openpyxl.load_workbook(io.BytesIO(sign_in(officer).get(url).content))
    about, time, stages, laos = book.worksheets[:4]
    assert ("โครงการ", programme.title) in about.iter_rows(values_only=True)
    assert len(list(time.iter_rows(min_row=2))) == 6
    found = whole_programme(programme, world.NOW).figures.figures
    counts = [row[1] for row in stages.iter_rows(min_row=2, values_only=True)]
    assert counts == [item.count for item in found]
    assert [row[0] for row in laos.iter_rows(min_row=2, values_only=True)] == [1, 2]


@pytest.mark.slow
def test_the_pdf_can_be_read_back(
    programme: HubProgramme, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    send(follow_up, reporter, recommendations="ควรอบรมทุกปี")
    asked = request_closing(programme, language="th", by=officer, at=SOON)
    said = "".join(text_of(make_paper(asked).content).split())
    for text in (
        "รายงานสรุปปิดโครงการ", "ปีงบประมาณพ.ศ.๒๕๖๙", "๑,๑๑๐ชั่วโมงทำการ", "รายงานผลแล้ว๑๒๕%",
        "ควรอบรมทุกปี", "ผู้เข้าร่วมน้อย", "ฉบับร่าง",
    ):  # fmt: skip
        assert text in said, text


@pytest.mark.usefixtures("frozen")
def test_only_who_runs_programmes_has_the_paper_made(
    programme: HubProgramme,
    officer: User,
    auditor: User,
    reporter: User,
    sign_in: Callable[[User], Client],
) -> None:
    word = reverse("programme-closing-word", args=[programme.pk])
    pdf = reverse("programme-closing-pdf", args=[programme.pk])
    assert sign_in(officer).post(pdf).status_code == 302
    assert closing_print(programme) is not None
    reader = sign_in(auditor)
    assert reader.get(word + "?language=en").content
    assert (reader.post(pdf).status_code, sign_in(reporter).get(word).status_code) == (403, 403)
    assert reader.get(pdf).status_code == 403


def test_a_day_is_of_the_offices_clock(programme: HubProgramme, follow_up: FollowUp) -> None:
    established = next(
        row for row in whole_programme(programme, SOON).standings if row.hub == follow_up.hub
    )
    moment = established.reached(Stage.ESTABLISHED)
    assert moment is not None
    assert moment.astimezone(world.BANGKOK).date() == date(2025, 6, 1)
