"""Memos and letters have the official form, as PDF and in Word, and their words come out again."""

import base64
import io
from typing import Any

import pytest
import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from docx import Document
from docx.shared import Cm, Pt

from onde_portal.documents.blocks import (
    Block,
    CheckCode,
    Decided,
    LetterEnd,
    LetterHead,
    Lines,
    MemoHead,
    NewPage,
    Paragraph,
    Signature,
    Title,
)
from onde_portal.documents.engine import make_pdf
from onde_portal.documents.word import write_word
from tests.pdf import text_of
from tests.world import NOW

EMBLEM = segno.make("ครุฑ").png_data_uri(scale=4)
LONG_SUBJECT = "ขออนุมัติรายชื่อองค์กรปกครองส่วนท้องถิ่นเพื่อจัดตั้งศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน ประจำปี ๒๕๖๙"


def memo(emblem: str = EMBLEM) -> list[Block]:
    return [
        MemoHead(
            "บันทึกข้อความ", ("ส่วนราชการ", "สกถ. โทร. ๐ ๒๐๐๐ ๐๐๐๐"), ("ที่", "นร ๑๒/๒๕๖๙"),
            ("วันที่", "๓๑ มีนาคม ๒๕๖๙"), ("เรื่อง", LONG_SUBJECT), emblem,
        ),
        Lines((("เรียน", ("ผู้อำนวยการสำนักงาน",)),)),
        Paragraph("ด้วยคำนึงถึงน้ำใจของประชาชน", indented=True),
        Signature(("(ลงนามด้วยการพิมพ์ชื่อในระบบ)", "(นางทำนอง คำแก้ว)", "เจ้าหน้าที่")),
        Decided("อนุมัติ", "อนุมัติ", ("(นางบุญมี มีสุข)", "ผู้อำนวยการ", "๑ เมษายน ๒๕๖๙ เวลา ๐๙.๓๐ น.")),
        CheckCode(
            "ตรวจสอบ", "รหัส", "ABCD2345EFGH", "https://portal.example/check/ABCD2345EFGH/", EMBLEM
        ),
        NewPage(),
        Title("รายชื่อแนบท้าย"),
    ]  # fmt: skip


def letter(emblem: str = EMBLEM) -> list[Block]:
    return [
        LetterHead("ที่ นร ๐๑๐๗/๑๒", ("สำนักงาน", "เขตดุสิต กรุงเทพฯ"), "๓๑ มีนาคม ๒๕๖๙", emblem),
        Lines(
            (
                ("เรื่อง", ("ขอเชิญประชุม",)),
                ("เรียน", ("นายกเทศมนตรีตำบลน้ำคำ",)),
                ("อ้างถึง", ("หนังสือ ที่ นร ๑๑",)),
                ("สิ่งที่ส่งมาด้วย", ("๑. กำหนดการ", "๒. แบบตอบรับ")),
            )
        ),
        Paragraph("ด้วยสำนักงานกำหนดจัดประชุม", indented=True),
        Signature(("ขอแสดงความนับถือ", "", "", "(นางบุญมี มีสุข)", "ผู้อำนวยการ")),
        LetterEnd(("กลุ่มงานส่งเสริม", "โทร. ๐ ๒๐๐๐ ๐๐๐๐", "ไปรษณีย์อิเล็กทรอนิกส์ a@b.example")),
    ]


def printed(blocks: list[Block]) -> bytes:
    with translation.override("th"):
        html = render_to_string(
            "print/paper.html",
            {
                "title": "หนังสือ", "language": "th", "office": settings.OFFICE,
                "document": {"printed_code": "X"}, "check_qr": "", "check_address": "",
            },
        )  # fmt: skip
        body = render_to_string("print/blocks.html", {"blocks": blocks})
    before, _, after = html.partition('<section class="check">')
    return make_pdf(before + body + after.partition("</section>")[2]).content


def boxes_of(content: bytes) -> dict[str, tuple[float, float, float]]:
    """Each word's left edge, top and height in cm on the first page, the first time it stands."""
    found: dict[str, tuple[float, float, float]] = {}
    page = text_of(content, "-bbox").partition("</page>")[0]
    for line in page.splitlines():
        if "<word" in line:
            left, top, _right, bottom = (float(part) for part in line.split('"')[1:8:2])
            cm = 2.54 / 72
            word = line.partition(">")[2].partition("<")[0]
            found.setdefault(word, (left * cm, top * cm, (bottom - top) * cm))
    return found


def test_a_memo_stands_as_the_rules_say() -> None:
    content = printed(memo())
    text = text_of(content)
    for words in (
        "บันทึกข้อความ", "ผู้อำนวยการสำนักงาน", "น้ำใจ", "(นางทำนอง คำแก้ว)", "ABCD2345EFGH",
        "๑ เมษายน ๒๕๖๙ เวลา ๐๙.๓๐ น.", "รายชื่อแนบท้าย",
    ):  # fmt: skip
        assert words in text
    boxes = boxes_of(content)
    left = 3.0
    for label in ("ส่วนราชการ", "ที่", "เรื่อง", "เรียน"):
        assert boxes[label][0] == pytest.approx(left, abs=0.1)
    assert boxes["วันที่"][1] == pytest.approx(boxes["ที่"][1], abs=0.1)
    assert boxes["บันทึกข้อความ"][2] > boxes["เรื่อง"][2] > boxes["เรียน"][2]
    assert boxes["ด้วยคำนึงถึงน้ำใจของประชาชน"][0] == pytest.approx(left + 2.5, abs=0.1)


def test_a_letter_stands_as_the_rules_say() -> None:
    content = printed(letter())
    text = " ".join(text_of(content).split())
    order = (
        "กรุงเทพฯ", "๓๑ มีนาคม ๒๕๖๙", "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ด้วยสำนักงาน",
        "ขอแสดงความนับถือ", "(นางบุญมี มีสุข)", "กลุ่มงานส่งเสริม",
    )  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    boxes = boxes_of(content)
    assert boxes["ที่"][0] == pytest.approx(3, abs=0.1)
    assert boxes["สำนักงาน"][0] > 21 / 2
    assert boxes["สำนักงาน"][1] == pytest.approx(boxes["ที่"][1], abs=0.1)
    assert boxes["กลุ่มงานส่งเสริม"][0] == pytest.approx(3, abs=0.1)
    signature_room = boxes["(นางบุญมี"][1] - boxes["ขอแสดงความนับถือ"][1]
    assert signature_room > 1.2


@pytest.mark.parametrize(("build", "label"), [(memo, "ส่วนราชการ"), (letter, "สำนักงาน")])
def test_without_an_emblem_its_room_stays_blank(build: object, label: str) -> None:
    with_one = boxes_of(printed(build()))  # type: ignore[operator]
    without = boxes_of(printed(build(emblem="")))  # type: ignore[operator]
    assert with_one[label][:2] == pytest.approx(without[label][:2], abs=0.05)


def in_word(blocks: list[Block]) -> Any:
    content = write_word(blocks, title="หนังสือ", author="สกถ.", language="th", made_at=NOW)
    return Document(io.BytesIO(content))


def test_a_memo_in_word_has_emblem_sizes_and_dotted_lines() -> None:
    document = in_word(memo())
    rows = document.paragraphs
    assert [shape.height for shape in document.inline_shapes] == [Cm(1.5), Cm(2.2)]
    assert rows[0].runs[-1].text.strip() == "บันทึกข้อความ"
    assert (rows[0].runs[-1].font.size, rows[0].runs[-1].bold) == (Pt(29), True)
    for row, labels in ((rows[1], ["ส่วนราชการ"]), (rows[2], ["ที่", "วันที่"]), (rows[3], ["เรื่อง"])):
        found = [run for run in row.runs if run.bold]
        assert [run.text.strip() for run in found] == labels
        assert {run.font.size for run in found} == {Pt(20)}
        assert {stop.leader.name for stop in row.paragraph_format.tab_stops} == {"DOTS"}
    bold = [run.text for row in rows for run in row.runs if run.bold and run.text == "อนุมัติ"]
    assert bold == ["อนุมัติ"]
    words = "\n".join(row.text for row in rows)
    for expected in (
        "(นางทำนอง คำแก้ว)",
        "ABCD2345EFGH",
        "https://portal.example/check/ABCD2345EFGH/",
    ):
        assert expected in words


def test_a_letter_in_word_has_all_its_parts() -> None:
    document = in_word(letter())
    assert [shape.height for shape in document.inline_shapes] == [Cm(3)]
    tables = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert tables[0] == ["ที่ นร ๐๑๐๗/๑๒", "สำนักงาน\nเขตดุสิต กรุงเทพฯ"]
    assert ["สิ่งที่ส่งมาด้วย", "๑. กำหนดการ\n๒. แบบตอบรับ"] in tables
    rows = [row.text for row in document.paragraphs]
    assert rows.index("ขอแสดงความนับถือ") < rows.index("(นางบุญมี มีสุข)") < rows.index("กลุ่มงานส่งเสริม")


def test_word_leaves_the_room_of_an_emblem_that_is_not_there() -> None:
    document = in_word(memo(emblem=""))
    assert document.paragraphs[0].paragraph_format.line_spacing == pytest.approx(Cm(1.5), rel=0.001)
    assert len(document.inline_shapes) == 1  # the QR code


def test_an_emblem_is_what_was_decoded() -> None:
    raw = base64.b64decode(EMBLEM.partition(",")[2])
    document = in_word(memo())
    parts = {
        part.blob
        for part in document.part.package.iter_parts()
        if part.partname.startswith("/word/media")
    }
    assert raw in parts
