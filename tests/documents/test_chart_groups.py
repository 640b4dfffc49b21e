"""Groups of bars on scales of their own stand in one chart of a Word file, below their names."""

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from docx import Document

from onde_portal.documents.blocks import Chart, ChartForm, Point
from onde_portal.documents.chart_frames import NAME_LETTERS, TALLEST
from onde_portal.thai.lines import visible_length
from tests.documents.test_word_charts import (
    ROUNDS,
    WP,
    A,
    C,
    dark,
    drawn,
    labels,
    made,
    names,
    parts,
    sheets,
    shown_in,
    values,
    words,
    workbook_cells,
)
from tests.office import needs_office, opened
from tests.pdf import text_of

FIRST, SECOND = "OP01 ผู้เข้าร่วม (คน)", "OP02 <กิจกรรม> & น้ำ"
LONG = "OP06 จำนวนกิจกรรมให้ความรู้ด้านการกระจายอำนาจและการมีส่วนร่วม (กิจกรรม)"
_FORMULA = re.compile(
    r"=IF\(ISNUMBER\(B(\d+)\),"
    r"IF\((MAX\(B\$(\d+):B\$(\d+)(?:,([\d.E+]+))?\))>0,B\1/\2,0\),NA\(\)\)"
)


def assert_bars_are_shares(content: bytes) -> None:
    """The bars of each group are as long as their workbook counts, the longest one whole."""
    counted, formulas = sheets(content), sheets(content, counted=False)
    for chart, sheet, written in zip(drawn(content), counted, formulas, strict=True):
        if len(sheet[0]) == 3:
            continue
        highest = 0.0
        for at, (label, number, _said, share) in enumerate(sheet):
            if label is None:
                assert (share, values(chart)[at]) == (0, 0)
                continue
            found = _FORMULA.fullmatch(written[at][3])
            assert found, written[at]
            assert int(found[1]) == at + 2
            first, last = int(found[3]) - 2, int(found[4]) - 2
            others = [row[1] for row in sheet[first : last + 1] if row[1] is not None]
            assert {row[0] is None for row in sheet[first : last + 1]} == {False}
            highest = max([*others, float(found[5] or 0)], default=0)
            if number is None:
                assert (share, values(chart).get(at)) == ("#N/A", None)
            else:
                assert share == pytest.approx(number / highest if highest else 0)
                assert values(chart)[at] == pytest.approx(share)


def test_each_group_stands_below_its_name_on_its_own_scale() -> None:
    content = made(ROUNDS)
    (chart,) = drawn(content)
    assert names(chart) == [FIRST, SECOND]
    assert labels(chart) == {1: "๒/๖๘", 2: "๑/๖๙", 4: "๒/๖๘ –", 5: "๑/๖๙"}
    assert values(chart) == pytest.approx({0: 0, 1: 1200.5 / 3000, 2: 1, 3: 0, 5: 0})
    assert words(chart) == {0: FIRST, 1: "๑,๒๐๐.๕", 2: "๓,๐๐๐", 3: SECOND, 5: "๐"}
    assert dark(chart) == [2, 5]
    assert [top.get("val") for top in chart.iter(f"{C}max")] == ["1"]
    assert_bars_are_shares(content)
    paragraphs = Document(io.BytesIO(content)).paragraphs
    assert [row.text for row in paragraphs] == [ROUNDS.title, ""]
    assert [row.paragraph_format.keep_with_next for row in paragraphs] == [True, None]


def test_whoever_edits_a_number_finds_it_beside_the_length_of_its_bar() -> None:
    content = made(ROUNDS)
    (chart,), (sheet,) = drawn(content), sheets(content)
    assert sheet == [
        (None, None, FIRST, 0), ("๒/๖๘", 1200.5, "๑,๒๐๐.๕", pytest.approx(0.4002, abs=0.0001)),
        ("๑/๖๙", 3000, "๓,๐๐๐", 1),
        (None, None, SECOND, 0), ("๒/๖๘ –", None, "–", "#N/A"), ("๑/๖๙", 0, "๐", 0),
    ]  # fmt: skip
    assert workbook_cells(chart) == {"Sheet1!$B$1", *(f"Sheet1!${x}$2:${x}$7" for x in "ACD")}


@pytest.mark.slow
@needs_office
def test_a_bar_moves_with_its_number_and_with_the_highest_of_its_group(tmp_path: Path) -> None:
    (packed,) = parts(made(ROUNDS), r"word/embeddings/.*\.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(packed))
    sheet = book.worksheets[0]
    sheet["B4"], sheet["B6"], sheet["B7"] = 12005, 1, 4
    for column in "ABCD":
        # All stand on one page, where their rows are read across.
        sheet.column_dimensions[column].width = 12
    target = io.BytesIO()
    book.save(target)
    said = text_of(opened({"edited.xlsx": target.getvalue()}, tmp_path)["edited.xlsx"])
    assert re.findall(r"\d+%", said) == ["0%", "10%", "100%", "0%", "25%", "100%"]


def test_a_name_is_written_above_its_bars_in_lines_that_fit_and_not_bold() -> None:
    block = Chart("x", "", (Point("ก", "๑", 1, group=LONG), Point("ข", "๒", 2, group=LONG)))
    (chart,) = drawn(made(block))
    lines = names(chart)
    assert len(lines) == 2
    assert " ".join(lines) == LONG
    assert all(visible_length(line) <= NAME_LETTERS for line in lines)
    assert labels(chart) == {2: "ก", 3: "ข"}
    for label in chart.iter(f"{C}dLbl"):
        moved, bold = label.find(f"{C}layout"), label.find(f".//{A}fld/{A}rPr")
        assert bold is not None
        assert (moved is None) == (bold.get("b") == "1")


def test_a_label_has_its_parts_in_the_order_of_their_schema() -> None:
    order = ["idx", "layout", "tx", "dLblPos", "showLegendKey", "showVal", "showCatName",
             "showSerName", "showPercent", "showBubbleSize", "extLst"]  # fmt: skip
    (chart,) = drawn(made(ROUNDS))
    for label in chart.iter(f"{C}dLbl"):
        found = [part.tag.removeprefix(C) for part in label]
        assert found == [name for name in order if name in found]
    series = chart.find(f".//{C}ser")
    assert series is not None
    for kind in ("dPt", "dLbls/{C}dLbl"):
        marks = series.findall(f"{C}{kind.format(C=C)}/{C}idx")
        at = [int(mark.get("val", "")) for mark in marks]
        assert at == sorted(set(at))


def test_groups_without_a_scale_have_names_and_bars_of_no_length() -> None:
    zero, gaps = "ศูนย์ทั้งหมด", "ว่างทั้งหมด"
    points = (
        Point("ก", "๐", 0, group=zero), Point("ข", "๐", 0, group=zero),
        Point("ก", "–", None, group=gaps), Point("ข", "–", None, group=gaps),
    )  # fmt: skip
    content = made(Chart("x", "", points))
    (chart,) = drawn(content)
    assert names(chart) == [zero, gaps]
    assert values(chart) == {0: 0, 1: 0, 2: 0, 3: 0}
    assert shown_in(content) == [["ก", "๐"], ["ข", "๐"], ["ก", "–"], ["ข", "–"]]
    assert_bars_are_shares(content)


@pytest.mark.parametrize("form", [ChartForm.STANDING, ChartForm.LINE])
def test_what_does_not_lie_has_a_chart_for_each_group(form: ChartForm) -> None:
    content = made(replace(ROUNDS, form=form))
    assert [values(chart) for chart in drawn(content)] == [{0: 1200.5, 1: 3000}, {1: 0}]
    said = [row.text for row in Document(io.BytesIO(content)).paragraphs]
    assert said == [ROUNDS.title, FIRST, "", SECOND, ""]


def test_where_bars_go_below_zero_there_is_no_room_for_names_and_a_chart_for_each_group() -> None:
    below = Point("ก", "-๓", -3, group="ติดลบ")
    content = made(replace(ROUNDS, points=(*ROUNDS.points, below)))
    assert len(drawn(content)) == 3
    assert values(drawn(content)[2]) == {0: -3}


def _heights(content: bytes) -> list[float]:
    (document,) = parts(content, "word/document.xml")
    sizes = [*ET.fromstring(document).iter(f"{WP}extent")]  # noqa: S314 - written by ourselves
    return [int(size.get("cy", "")) / 360_000 for size in sizes]


def test_groups_that_are_taller_than_a_page_stand_whole_in_several_charts() -> None:
    points = [
        Point(f"รอบ {at}", f"{at}", at, group=f"กลุ่ม {group}")
        for group in range(12)
        for at in range(1, 4)
    ]
    content = made(Chart("มาก", "", tuple(points)))
    charts = drawn(content)
    assert [len(names(chart)) for chart in charts] == [6, 6]
    assert shown_in(content) == [[point.label, point.shown] for point in points]
    assert max(_heights(content)) <= TALLEST + 0.5
    assert_bars_are_shares(content)


def test_a_group_that_is_taller_than_a_page_keeps_its_name_and_scale_in_each_chart() -> None:
    points = tuple(Point(f"ปี {at}", f"{at}", at, group=FIRST) for at in range(1, 41))
    content = made(Chart("มาก", "", points))
    charts = drawn(content)
    assert [names(chart) for chart in charts] == [[FIRST], [FIRST]]
    longest = [max(values(chart).values()) for chart in charts]
    assert longest == [pytest.approx(24 / 40), 1]
    assert shown_in(content) == [[point.label, point.shown] for point in points]
    assert max(_heights(content)) <= TALLEST + 0.5
    assert_bars_are_shares(content)
