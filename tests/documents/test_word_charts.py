"""Charts in Word files are charts of Office with their figures, in the words of the paper."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from docx import Document
from openpyxl.chart.plotarea import PlotArea
from openpyxl.xml.functions import tostring

from onde_portal.documents.blocks import Block, Chapter, Chart, ChartForm, Paragraph, Point
from onde_portal.documents.chart_frames import TALLEST
from onde_portal.documents.word import write_word
from onde_portal.documents.word_chapters import write_chapters
from onde_portal.thai.text import from_pdf_text
from tests.office import needs_office, opened
from tests.pdf import text_of
from tests.world import NOW

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PERCENT = "\N{NO-BREAK SPACE}%"
ROUNDS = Chart(
    "ผลผลิต: รอบนี้ สีเข้ม", "",
    (
        Point("๒/๖๘", "๑,๒๐๐.๕", 1200.5, group="OP01 ผู้เข้าร่วม (คน)"),
        Point("๑/๖๙", "๓,๐๐๐", 3000, is_now=True, group="OP01 ผู้เข้าร่วม (คน)"),
        Point("๒/๖๘", "–", None, group="OP02 <กิจกรรม> & น้ำ"),
        Point("๑/๖๙", "๐", 0, is_now=True, group="OP02 <กิจกรรม> & น้ำ"),
    ),
)  # fmt: skip
RATES = Chart(
    "ร้อยละที่ได้รับ", "",
    (
        Point("๑/๖๘", "–", None), Point("๒/๖๘", f"๖๗{PERCENT}", 67),
        Point("๑/๖๙", f"๑๐๐{PERCENT}", 100, is_now=True),
    ),
    ChartForm.STANDING,
)  # fmt: skip
STORY = replace(RATES, title="รายรอบ", form=ChartForm.LINE, top=100)


def made(*blocks: Block, language: str = "th") -> bytes:
    return write_word(blocks, title="รายงาน", author="สกถ.", language=language, made_at=NOW)


def parts(content: bytes, pattern: str) -> list[bytes]:
    """The parts of such a name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found = [name for name in packed.namelist() if re.fullmatch(pattern, name)]
        return [packed.read(name) for name in sorted(found, key=lambda name: (len(name), name))]


def drawn(content: bytes) -> list[ET.Element]:
    found = parts(content, r"word/charts/chart\d+\.xml")
    return [ET.fromstring(part) for part in found]  # noqa: S314 - written by ourselves


def values(chart: ET.Element) -> dict[int, float]:
    points = chart.iterfind(f".//{C}val//{C}pt")
    return {int(point.get("idx", "")): float(point.findtext(f"{C}v", "")) for point in points}


def words(chart: ET.Element) -> dict[int, str]:
    """The rich words at each mark."""
    return {
        int(label.find(f"{C}idx").get("val")): "".join(label.itertext()).strip()  # type: ignore[union-attr, arg-type]
        for label in chart.iter(f"{C}dLbl")
    }


def labels(chart: ET.Element) -> dict[int, str]:
    """The labels of the bars, of which the names of groups have none."""
    points = chart.iterfind(f".//{C}cat//{C}pt")
    return {int(point.get("idx", "")): point.findtext(f"{C}v", "") for point in points}


def names(chart: ET.Element) -> list[str]:
    """The lines above the bars: what stands at marks without a label."""
    known = labels(chart)
    return [said for at, said in words(chart).items() if at not in known]


def dark(chart: ET.Element) -> list[int]:
    return [
        int(point.find(f"{C}idx").get("val"))  # type: ignore[union-attr, arg-type]
        for point in chart.iter(f"{C}dPt")
        if point.find(f"{C}spPr/{A}solidFill") is not None
    ]


def shown_in(content: bytes) -> list[list[str]]:
    """All that the charts show, in the order of the rows: a label, then its words."""
    rows = []
    for chart in drawn(content):
        said = words(chart)
        for at, label in labels(chart).items():
            rows.append([label, said[at]] if at in said else label.rsplit(" ", 1))
    return rows


def sheets(content: bytes, *, counted: bool = True) -> list[list[tuple[Any, ...]]]:
    """The workbooks below their heads, with what formulas gave or with the formulas."""
    books = [
        openpyxl.load_workbook(io.BytesIO(book), data_only=counted)
        for book in parts(content, r"word/embeddings/.*\.xlsx")
    ]
    return [[*book.worksheets[0].values][1:] for book in books]


@pytest.mark.parametrize("block", [ROUNDS, RATES, STORY], ids=lambda block: block.form.value)
def test_a_chart_shows_the_words_and_has_the_numbers_of_its_rows(block: Chart) -> None:
    content = made(block)
    assert shown_in(content) == [[point.label, point.shown] for point in block.points]
    ((chart,), (sheet,)) = drawn(content), sheets(content)
    numbers = [sheet[at][1] for at in labels(chart)]
    assert numbers == [point.value for point in block.points]
    if block is not ROUNDS:
        assert [values(chart).get(at) for at in labels(chart)] == numbers


def test_what_is_not_known_is_a_gap_and_zero_is_not() -> None:
    points = (Point("๒/๖๘", "–", None), Point("๑/๖๙", "๐", 0, is_now=True))
    (chart,) = drawn(made(Chart("x", "", points)))
    assert labels(chart) == {0: "๒/๖๘ –", 1: "๑/๖๙"}
    assert values(chart) == {1: 0}
    assert words(chart) == {1: "๐"}
    assert dark(chart) == [1]
    gaps = chart.find(f".//{C}dispBlanksAs")
    assert gaps is not None
    assert gaps.get("val") == "gap"


def test_whoever_cannot_see_a_chart_hears_all_that_it_shows() -> None:
    (document,) = parts(made(RATES, ROUNDS), "word/document.xml")
    properties = [*ET.fromstring(document).iter(f"{WP}docPr")]  # noqa: S314 - written by ourselves
    assert [item.get("descr") for item in properties] == [
        RATES.alternative,
        ROUNDS.alternative,
    ]
    assert "OP02 <กิจกรรม> & น้ำ · ๒/๖๘ –; OP02 <กิจกรรม> & น้ำ · ๑/๖๙ ๐" in ROUNDS.alternative
    assert len({item.get("id") for item in properties}) == 2


def workbook_cells(chart: ET.Element) -> set[str | None]:
    """What the chart takes from its workbook."""
    return {element.text for element in chart.iter() if element.tag.endswith("}f")}


def test_whoever_edits_a_chart_finds_its_figures_in_a_workbook() -> None:
    content = made(RATES, STORY)
    books = parts(content, r"word/embeddings/.*\.xlsx")
    heads = [openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["B1"].value for book in books]
    assert heads == [RATES.title, STORY.title]
    for sheet in sheets(content):
        assert sheet == [
            ("๑/๖๘ –", None, "–"), ("๒/๖๘", 67, f"๖๗{PERCENT}"), ("๑/๖๙", 100, f"๑๐๐{PERCENT}"),
        ]  # fmt: skip
    for chart in drawn(content):
        assert workbook_cells(chart) == {"Sheet1!$B$1", *(f"Sheet1!${x}$2:${x}$4" for x in "ABC")}


def test_words_that_look_like_a_formula_or_break_a_file_are_words() -> None:
    bad = Chart("=1+1\x01", "", (Point("=SUM(A1)", '"<&>\x02', 1.25),))
    content = made(bad)
    (book,) = parts(content, r"word/embeddings/.*\.xlsx")
    rows = [*openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].values]
    assert rows[1] == ("=SUM(A1)", 1.25, '"<&>')
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["A2"].data_type == "s"
    assert shown_in(content) == [["=SUM(A1)", '"<&>']]


def assert_same_order(ours: ET.Element, theirs: ET.Element) -> None:
    """What both have stands in the same order; the schema lets no other stand."""
    shared = {item.tag for item in ours} & {item.tag for item in theirs}
    mine, other = ([item for item in tree if item.tag in shared] for tree in (ours, theirs))
    assert [item.tag for item in mine] == [item.tag for item in other], ours.tag
    for one, another in zip(mine, other, strict=True):
        assert_same_order(one, another)


@pytest.mark.parametrize("block", [ROUNDS, RATES, STORY], ids=lambda block: block.form.value)
def test_another_library_reads_a_chart_and_writes_its_parts_in_the_same_order(block: Chart) -> None:
    for chart in drawn(made(block)):
        ours = chart.find(f".//{C}plotArea")
        assert ours is not None
        read = PlotArea.from_tree(ours)
        kind = {"lying": "barChart", "standing": "barChart", "line": "lineChart"}[block.form.value]
        assert [one.tagname for one in read._charts] == [kind]
        assert {type(axis).__name__ for axis in read._axes} == {"TextAxis", "NumericAxis"}
        assert_same_order(ours, ET.fromstring(tostring(read.to_tree())))  # noqa: S314 - as above


def test_a_chart_is_written_in_the_papers_letters_thai_ones_too() -> None:
    (chart,) = drawn(made(RATES))
    for script in ("latin", "ea", "cs"):
        fonts = {font.get("typeface") for font in chart.iter(f"{A}{script}")}
        assert fonts == {"TH SarabunPSK"}, script


def test_bars_begin_at_zero_whatever_they_show() -> None:
    def lowest(*numbers: float) -> list[str | None]:
        points = tuple(Point(f"{number}", f"{number}", number) for number in numbers)
        (chart,) = drawn(made(Chart("x", "", points)))
        return [item.get("val") for item in chart.iter(f"{C}min")]

    assert lowest(98, 99) == ["0"]
    assert lowest(-5, 99) == []


@pytest.mark.parametrize("form", [ChartForm.LYING, ChartForm.STANDING])
def test_more_bars_than_a_page_has_room_for_are_several_charts_on_one_scale(
    form: ChartForm,
) -> None:
    name = "ประชาชนขาดความรู้ความเข้าใจเกี่ยวกับการมีส่วนร่วม " if form is ChartForm.LYING else ""
    points = tuple(Point(f"{name}{at}", f"{at:,}", at) for at in range(1, 61))
    content = made(Chart("มาก", "", points, form))
    charts = drawn(content)
    assert len(charts) > 1
    assert shown_in(content) == [[point.label, point.shown] for point in points]
    assert {top.get("val") for chart in charts for top in chart.iter(f"{C}max")} == {"60"}
    (document,) = parts(content, "word/document.xml")
    sizes = [*ET.fromstring(document).iter(f"{WP}extent")]  # noqa: S314 - written by ourselves
    assert {int(size.get("cx", "")) for size in sizes} == {16 * 360_000}
    assert all(int(size.get("cy", "")) <= (TALLEST + 0.5) * 360_000 for size in sizes)


def test_without_points_there_is_nothing_to_draw() -> None:
    content = made(Chart("ว่าง", "", ()))
    assert drawn(content) == []
    assert [row.text for row in Document(io.BytesIO(content)).paragraphs] == ["ว่าง"]


def test_the_same_charts_give_the_same_bytes() -> None:
    assert made(ROUNDS, RATES, STORY) == made(ROUNDS, RATES, STORY)
    (book,) = parts(made(RATES), r"word/embeddings/.*\.xlsx")
    created = openpyxl.load_workbook(io.BytesIO(book)).properties.created
    assert created.replace(tzinfo=UTC) == NOW.replace(microsecond=0)


def test_every_part_is_named_to_the_office_suite() -> None:
    content = made(ROUNDS, RATES)
    (types,) = parts(content, r"\[Content_Types\]\.xml")
    assert types.count(b"drawingml.chart+xml") == 2
    assert b'Extension="xlsx"' in types
    related = parts(content, r"word/charts/_rels/.*")
    for chart, relations in zip(drawn(content), related, strict=True):
        book = chart.find(f"{C}externalData")
        assert book is not None
        assert f'Id="{next(iter(book.attrib.values()))}"'.encode() in relations
        assert b"../embeddings/Microsoft_Excel_Sheet" in relations


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("long", [False, True], ids=["paper", "chapters"])
def test_another_office_suite_draws_the_charts_with_their_words(
    long: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    blocks = (Paragraph("คำนำ"), ROUNDS, RATES)
    content = made(*blocks)
    if long:
        content = write_chapters(
            (), [Chapter("ผล", blocks)], title="รายงาน", contents="สารบัญ", author="สกถ.",
            emblem="", language="th", made_at=NOW,
        )  # fmt: skip
    printed = from_pdf_text(text_of(opened({"charts.docx": content}, tmp_path)["charts.docx"]))
    said = "".join(printed.split())
    for shown in ("OP01ผู้เข้าร่วม(คน)", "๑,๒๐๐.๕", "๓,๐๐๐", "๖๗%", "๑๐๐%", "๑/๖๘–", "<กิจกรรม>&น้ำ"):
        assert shown in said, shown
