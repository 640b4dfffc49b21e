"""A long paper for tests: words that break fonts, long tables, drawings, headings of all levels."""

from onde_portal.documents.blocks import (
    Centred,
    Chapter,
    Chart,
    Heading,
    Paragraph,
    Point,
    Table,
    Title,
)
from onde_portal.documents.kinds import ReportSource

HARD = "น้ำ ทำ สำนัก ก๊วยเตี๋ยว ญี่ปุ่น ฐาน ๒๕๖๒ Hub"
PLACE = "องค์การบริหารส่วนตำบลหนองน้ำคำ อ.เมือง จ.อุดรธานี"
BARS = (
    '<svg viewBox="0 0 300 60" role="img"><rect class="mark" width="90" height="40"/>'
    '<rect class="mark now" x="90" width="90" height="40"/>'
    '<text class="value" y="56">๑๒</text></svg>'
)


def long_table(rows: int) -> Table:
    """A table of LAOs; each row carries its number."""
    return Table(
        ("ลำดับ", "อปท.", "กิจกรรม", "จำนวน"),
        tuple(
            (str(row), f"{PLACE} {row}", "จัดเวทีรับฟังความคิดเห็นของประชาชน", f"{row * 7:,}")
            for row in range(1, rows + 1)
        ),
        frozenset({0, 3}),
    )


def report(*, chapters: int = 3, rows: int = 40, title: str = "รายงานผลรอบน้ำคำ") -> ReportSource:
    """Chapters with words, a drawing and a table each."""
    return ReportSource(
        title,
        (Title(title), Centred("รอบ ๖ เดือนแรก ปีงบประมาณ พ.ศ. ๒๕๗๐"), Centred("๓๐ เมษายน ๒๕๗๐")),
        tuple(
            Chapter(
                f"ส่วนที่ {number} {HARD}",
                (
                    Heading(f"คำนำ {number}"),
                    Paragraph(f"ด้วยสำนักงานคำนึงถึงน้ำใจ {HARD} "),
                    Chart(
                        "จำนวนศูนย์น้ำคำ", BARS, (Point("ปี ๒๕๖๙", "๑๒", 12), Point("ปี ๒๕๗๐", "๑๔", 14))
                    ),
                    Heading("ผลการดำเนินงาน"),
                    Heading("รายแห่ง", 3),
                    long_table(rows),
                ),
            )
            for number in range(1, chapters + 1)
        ),
    )
