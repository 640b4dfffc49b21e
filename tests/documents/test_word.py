"""Word files have the official form, Thai as a complex script, and the same bytes each time."""

import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.shared import Cm

from onde_portal.documents.blocks import (
    Block,
    Centred,
    Entries,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
    entries,
    paper_digits,
    paragraphs,
)
from onde_portal.documents.word import PIECE, write_word
from tests.world import NOW

BLOCKS: list[Block] = [
    Title("รายงานการประชุมน้ำ"),
    Centred("ครั้งที่ ๑/๒๕๖๙"),
    Heading("ผู้มาประชุม"),
    entries([("นายสมชาย ใจดี", "เจ้าหน้าที่"), ("นางบุญมี", "")], "th"),
    Heading("หัวข้อย่อย", level=3),
    Paragraph("เนื้อความ\x01\ufffe <b>ไม่ใช่ตัวหนา</b>", lead="มติที่ประชุม"),
    Facts((("งบประมาณ", "๙๐๐ บาท"),)),
    Table(("เครือข่าย", "สมาชิก"), (("หนองบัว", "๑๒"),), frozenset({1})),
    Signature(("....", "(นางทำนอง คำแก้ว)", "ผู้จดรายงานการประชุม")),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(**changes: object) -> bytes:
    usual: dict[str, object] = {
        "title": "รายงาน", "author": "สกถ.", "language": "th", "made_at": NOW
    }  # fmt: skip
    return write_word(BLOCKS, **(usual | changes))  # type: ignore[arg-type]


def part(content: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return ET.fromstring(packed.read(name))  # noqa: S314 - written by ourselves


def test_all_words_are_in_the_file_in_their_order() -> None:
    document = Document(io.BytesIO(made()))
    words = [row.text for row in document.paragraphs if row.text]
    assert words[:3] == ["รายงานการประชุมน้ำ", "ครั้งที่ ๑/๒๕๖๙", "ผู้มาประชุม"]
    assert "มติที่ประชุม เนื้อความ <b>ไม่ใช่ตัวหนา</b>" in words
    assert words[-1] == "ผู้จดรายงานการประชุม"
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "๑.", "นายสมชาย ใจดี", "เจ้าหน้าที่",
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[2].rows[1].cells] == ["หนองบัว", "๑๒"]


def test_the_page_is_the_rules_page() -> None:
    document = Document(io.BytesIO(made()))
    section = document.sections[0]
    found = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    for length, wanted in zip(found, (21, 29.7, 3, 2), strict=True):
        assert length is not None
        assert abs(length - Cm(wanted)) < 1000
    body = next(row for row in document.paragraphs if row.text.startswith("มติที่ประชุม"))
    indent = body.paragraph_format.first_line_indent
    assert indent is not None
    assert abs(indent - Cm(2.5)) < 1000
    assert part(made(), "word/document.xml").find(f".//{W}pgNumType") is not None


@pytest.mark.parametrize("style", ["Normal", "Title", "Heading1", "Heading2"])
def test_thai_letters_have_font_size_and_language_of_their_own(style: str) -> None:
    styles = part(made(), "word/styles.xml")
    found = next(row for row in styles if row.get(f"{W}styleId") == style)
    properties = found.find(f"{W}rPr")
    assert properties is not None
    fonts, size, tongue = (properties.find(f"{W}{name}") for name in ("rFonts", "szCs", "lang"))
    assert fonts is not None
    assert size is not None
    assert tongue is not None
    assert fonts.get(f"{W}cs") == fonts.get(f"{W}ascii") == "TH SarabunPSK"
    assert fonts.get(f"{W}cstheme") is None
    assert int(size.get(f"{W}val", "0")) >= 32
    assert tongue.get(f"{W}bidi") == "th-TH"
    bold = properties.find(f"{W}bCs") is not None
    assert bold is (style != "Normal")


def test_the_same_blocks_give_the_same_bytes() -> None:
    assert made() == made()
    assert made() != made(made_at=NOW + timedelta(days=1))
    known = Document(io.BytesIO(made())).core_properties
    assert (known.title, known.author, known.language) == ("รายงาน", "สกถ.", "th")
    assert known.created is not None
    assert known.created.hour == 3


def test_a_paper_in_english_counts_its_pages_in_arabic_digits() -> None:
    assert part(made(language="en"), "word/document.xml").find(f".//{W}pgNumType") is None


def test_digits_are_thai_on_thai_papers_but_not_in_addresses() -> None:
    typed = "งบ 12,000 บาท  COVID-19 a1@b.th https://x.example/69 ครั้งที่ 2"
    assert paper_digits(typed, "th") == (
        "งบ ๑๒,๐๐๐ บาท  COVID-19 a1@b.th https://x.example/69 ครั้งที่ ๒"
    )
    assert paper_digits(typed, "en") == typed


def test_each_line_is_a_paragraph_and_each_name_an_entry() -> None:
    assert [row.text for row in paragraphs("ก 1\n\n  ข\n", "th")] == ["ก ๑", "ข"]
    listed = entries([("ก", ""), ("ข", "")], "en")
    assert listed == Entries((Entry("1.", "ก"), Entry("2.", "ข")))
    assert not listed.has_beside


def test_a_list_of_thousands_comes_in_pieces_with_their_heads() -> None:
    rows = tuple((str(number), "ศูนย์") for number in range(2 * PIECE + 1))
    content = write_word(
        [Table(("ที่", "ชื่อ"), rows)], title="x", author="x", language="th", made_at=NOW
    )
    tables = Document(io.BytesIO(content)).tables
    assert [len(table.rows) for table in tables] == [PIECE + 1, PIECE + 1, 2]
    assert {table.rows[0].cells[1].text for table in tables} == {"ชื่อ"}
    numbers = [text.text for text in part(content, "word/document.xml").iter(f"{W}t")]
    assert [text for text in numbers if str(text).isdecimal()] == [row[0] for row in rows]


def test_a_row_is_not_torn_at_the_end_of_a_page() -> None:
    document = Document(io.BytesIO(made()))
    grid = next(item for item in document.tables if item.style and item.style.name == "Table Grid")
    assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in grid.rows)
