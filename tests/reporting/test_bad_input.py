"""Whatever was typed or is missing: every page answers, every paper is made and says the same."""

import io
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker

from onde_portal.documents.blocks import Table
from tests import world
from tests.documents.test_pdf_ua import faults
from tests.paper_queue import story_undone
from tests.pdf import text_of
from tests.reporting import reading
from tests.reporting.bad_input import STORIES, Portal, visited
from tests.reporting.reading import plain

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
KPI = re.compile(r"<h2>([^<]*)<.*?<p class=\"figure[^\"]*\">(.*?)</p>", re.DOTALL)
UNSEEN = dict.fromkeys(map(ord, "\u200d\u2060\ufeff"))


@pytest.fixture(scope="module", params=STORIES)
def portal(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Portal:
    with story_undone(django_db_blocker, world.NOW):
        return visited(request.param)


def said(text: str) -> str:
    """Words as they are compared: no spaces, no unseen signs, one kind of digits."""
    return plain(text).translate(UNSEEN)


def test_every_page_answers_in_both_languages(portal: Portal) -> None:
    assert portal.pages
    found = {page: answer.status_code for page, answer in portal.answers.items()}
    assert {page: code for page, code in found.items() if code != 200} == {}


def test_no_page_runs_what_was_typed(portal: Portal) -> None:
    for page, answer in portal.answers.items():
        shown = answer.content.decode()
        assert "<script>alert" not in shown, page
        assert "{{" not in shown, page


def test_what_was_typed_stands_there_as_it_was_typed(portal: Portal) -> None:
    for (page, language), answer in portal.answers.items():
        shown = said(unescape(strip_tags(answer.content.decode())))
        assert said(portal.typed) in shown, (page, language)
    for kind, paper in portal.papers.items():
        # The sheet has room for the beginning of a name.
        typed = portal.typed[:20] if kind == "overview" else portal.typed
        assert said(typed) in said(text_of(paper)), kind


def test_every_paper_is_whole_and_can_be_read_aloud(portal: Portal, tmp_path: Path) -> None:
    assert set(portal.papers) == set(portal.askers)
    wrong = {kind: faults(paper, tmp_path / "x.pdf") for kind, paper in portal.papers.items()}
    assert not any(wrong.values()), wrong


def rows_of_hub(portal: Portal) -> Iterator[list[str]]:
    for (page, language), answer in portal.answers.items():
        if language == "th" and f"{page}paper/" == portal.askers.get("hub"):
            for piece in (piece for part in answer.context["parts"] for piece in part.pieces):
                if isinstance(piece.block, Table):
                    yield from ([said(cell) for cell in row] for row in piece.block.rows)


def test_the_hubs_file_says_every_row_of_its_page(portal: Portal) -> None:
    rows = list(rows_of_hub(portal))
    assert bool(rows) is ("hub" in portal.papers)
    text = said(text_of(portal.papers["hub"])) if rows else ""
    for row in rows:
        assert "".join(row) in text, row


def test_a_report_says_the_same_on_screen_in_pdf_word_and_excel(portal: Portal) -> None:
    assert "year" in portal.reports
    for kind, report in portal.reports.items():
        page = reverse("office-report", args=[report.pk])
        screen = reading.screen_tables(portal.answers[page, "th"].content.decode())
        assert len(screen) >= 2
        assert reading.word_tables(portal.words[kind]) == screen
        excel = reading.excel_tables(portal.sheets[kind])
        assert [len(table) for table in excel] == [len(table) for table in screen]
        pairs = zip(reading.cells(screen), reading.cells(excel), strict=True)
        for (*_place, shown), (*place, raw) in pairs:
            assert reading.same(shown, raw), (place, shown, raw)
        text = said(text_of(portal.papers[kind]))
        for row in (row for table in screen for row in table):
            assert said("".join(row)) in text, row


def test_the_directors_sheet_says_the_figures_of_the_page(portal: Portal) -> None:
    answer = portal.answers["/overview/", "th"]
    shown = answer.content.decode()
    text = said(text_of(portal.papers["overview"]))
    figures = KPI.findall(shown)
    assert len(figures) == 6
    for head, figure in figures:
        assert said(unescape(strip_tags(head + figure))) in text, head
    with pikepdf.open(io.BytesIO(portal.papers["overview"])) as pdf:
        drawn = [
            said(str(item["/Alt"]))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    for row in answer.context["rows"]:
        for value in (row.total.value, row.new.value):
            figure = f"{str(row.year.year)[-2:]}{value:,}"
            assert any(figure in alternative for alternative in drawn), drawn
    for item in answer.context["map"].provinces:
        assert any(f"{said(item.name)}{item.hubs}" in one for one in drawn) is bool(item.hubs)


def test_no_cell_of_a_sheet_is_a_formula(portal: Portal) -> None:
    for content in portal.sheets.values():
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert cells
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
