"""Whatever stands in a report, its paper stays whole and true."""

import shutil
from pathlib import Path

import pytest

from onde_portal.documents.blocks import (
    Block,
    Centred,
    Chapter,
    Chart,
    Entries,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Point,
    Table,
    Title,
)
from onde_portal.documents.chapters import parts_of
from onde_portal.documents.columns import column_widths
from onde_portal.documents.kinds import ReportSource
from tests.documents.test_chapters import made, squeezed
from tests.documents.test_pdf_ua import faults
from tests.pdf import text_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
INVISIBLE = "น้ำ\u200bใจ\u200d\ufeff ทำ\u2060ดี"
SCRIPT = "<script>alert('x')</script></section><h1>ปลอม</h1>&amp;"
LONG_NAME = "\n".join(f"ชื่อบรรทัดที่ {line} ของเครือข่ายที่ตั้งชื่อไว้ยาวมาก" for line in range(40))
ONE_WORD = "ก" * 400


def report_of(*chapters: Chapter, title: str = "รายงาน") -> ReportSource:
    return ReportSource(title, (Title(title), Centred("พ.ศ. ๒๕๖๙")), chapters)


BAD: list[Block] = [
    Heading(SCRIPT),
    Paragraph(INVISIBLE),
    Paragraph(LONG_NAME),
    Paragraph(""),
    Heading("หัวข้อสุดท้าย", 3),
    Facts(((SCRIPT, INVISIBLE), ("", ""))),
    Entries((Entry("1.", SCRIPT, LONG_NAME),)),
    Entries(()),
    Table(("ก", "ข"), ((SCRIPT, LONG_NAME),)),
    Table(("ก", "จำนวน"), (("หนึ่ง", "1"),), frozenset({1})),
    Table(("ก",), ()),
    Table(tuple(f"หัวตาราง {at}" for at in range(14)), (tuple("1,234,567" for _ in range(14)),) * 3,
          frozenset(range(1, 14))),
    Chart(SCRIPT, '<svg viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
          (Point(SCRIPT, "1", 1),)),
]  # fmt: skip


def test_words_that_would_break_a_page_are_words_on_it(db: None, tmp_path: Path) -> None:
    source = report_of(Chapter(SCRIPT, tuple(BAD)), Chapter(ONE_WORD, (Paragraph(ONE_WORD),)))
    pdf = made(source)
    assert faults(pdf.content, tmp_path / "paper.pdf") == []
    text = squeezed(text_of(pdf.content))
    assert squeezed(SCRIPT) in text
    assert text.count(ONE_WORD[:60]) >= 2
    for line in range(40):
        # Where two columns stand side by side, their lines are read in turns.
        assert text.count(squeezed(f"ชื่อบรรทัดที่ {line} ของ")) >= 2
    assert text.count("1,234,567") == 3 * 14
    assert squeezed("น้ำใจ") in text.translate(dict.fromkeys(map(ord, "\u200b\u200d\ufeff\u2060")))


@pytest.mark.parametrize(
    "chapters", [(), (Chapter("ว่าง", ()),), (Chapter("", ()), Chapter("", (Paragraph("ก"),)))]
)
def test_a_report_with_nothing_in_it_is_a_report(
    db: None, tmp_path: Path, chapters: tuple[Chapter, ...]
) -> None:
    pdf = made(report_of(*chapters))
    assert pdf.pages >= 2
    assert faults(pdf.content, tmp_path / "paper.pdf") == []


def test_a_row_longer_than_a_part_is_a_part_of_its_own() -> None:
    rows = tuple((str(row), "คำ " * 20_000) for row in range(3))
    parts = parts_of([Chapter("ก", (Table(("ก", "ข"), rows),))])
    tables = [block for part in parts for piece in part for block in piece.blocks]
    assert [row for table in tables if isinstance(table, Table) for row in table.rows] == list(rows)


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("ก",), ()),
        (("ก", "ข"), (("", ""),)),
        (("ก", "ข"), (("ก" * 5000, "1"),)),
        (tuple("ก" * 60 for _ in range(40)), ()),
        (("ก", "ข"), (("1",),)),
    ],
)
def test_columns_share_the_whole_width(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    widths = column_widths(head, rows, frozenset({len(head) - 1}))
    assert sum(widths) == 100
    assert len(widths) == len(head)
    assert min(widths) >= 1
