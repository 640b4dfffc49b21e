"""The twelve parts of the report (manual, section 10) as data, in both languages."""

from dataclasses import dataclass, field
from typing import Literal

from monitoring.content import Label

Kind = Literal["text", "textarea", "int", "decimal", "percent", "score", "bool", "choice", "date"]

MAX_TEXT = 20_000
ACTIVITY_ROWS = 20
PROBLEM_ROWS = 10
MANUAL_SECTION = "10"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. ``key`` is the answer's key, or its last part where rows repeat."""

    key: str
    label: Label
    kind: Kind = "textarea"
    help: Label = field(default=Label("", ""))
    required: bool = False
    max_length: int = MAX_TEXT
    unit: Label = field(default=Label("", ""))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report; ``level`` is the ResultLevel of its indicators, if it asks any."""

    key: str
    title: Label
    level: str = ""


PARTS = (
    Part("general", Label("ข้อมูลทั่วไป", "General data")),
    Part("activities", Label("กิจกรรมเทียบกับแผน", "Activities against plan")),
    Part("outputs", Label("ผลผลิต", "Outputs"), level="output"),
    Part("outcomes", Label("ผลลัพธ์", "Outcomes"), level="outcome"),
    Part("impacts", Label("ผลกระทบ", "Impacts"), level="impact"),
    Part("budget", Label("งบประมาณ", "Budget")),
    Part("problems", Label("ปัญหาและอุปสรรค", "Problems and obstacles")),
    Part("lessons", Label("บทเรียน", "Lessons")),
    Part("recommendations", Label("ข้อเสนอแนะ", "Recommendations")),
    Part("support", Label("การสนับสนุนที่ต้องการ", "Support wanted")),
    Part("next_plan", Label("แผนระยะต่อไป", "Plan for the next phase")),
    Part("evidence", Label("เอกสารหลักฐาน", "Evidence")),
)

REMARKS = Part("remarks", Label("ข้อสังเกตของ สกถ.", "Remarks of the Office"))

GENERAL = (
    Question(
        "general.reporter",
        Label("ชื่อผู้รายงาน", "Reporter"),
        "text",
        required=True,
        max_length=200,
    ),
    Question("general.position", Label("ตำแหน่ง", "Position"), "text", max_length=200),
    Question(
        "general.phone",
        Label("โทรศัพท์", "Phone"),
        "text",
        Label("เช่น 0 4212 3456 ต่อ 12", "such as 0 4212 3456 ext. 12"),
        required=True,
        max_length=60,
    ),
)
ACTIVITY = (
    Question("name", Label("กิจกรรม", "Activity"), "text", max_length=300),
    Question("planned", Label("แผนที่วางไว้", "Planned")),
    Question("done", Label("ผลที่ทำได้", "Done")),
)
BAHT = Label("บาท", "baht")
BUDGET = (
    Question(
        "budget.received",
        Label("งบประมาณที่ได้รับในรอบนี้", "Budget received in this half-year"),
        "decimal",
        Label("ไม่ได้รับให้กรอก 0", "0 if none"),
        required=True,
        unit=BAHT,
    ),
    Question(
        "budget.spent",
        Label("งบประมาณที่เบิกจ่ายในรอบนี้", "Budget spent in this half-year"),
        "decimal",
        Label("ไม่ได้เบิกจ่ายให้กรอก 0", "0 if none"),
        required=True,
        unit=BAHT,
    ),
    Question("budget.note", Label("หมายเหตุเรื่องงบประมาณ", "Note on the budget")),
)
PROBLEM = (
    Question("category", Label("ประเภทปัญหา", "Category"), "choice"),
    Question("description", Label("ปัญหาหรืออุปสรรคที่พบ", "Problem or obstacle met")),
    Question("severity", Label("ความรุนแรง", "Severity"), "choice"),
    Question("cause", Label("สาเหตุ", "Cause")),
    Question("measure", Label("การแก้ไขที่ทำไปแล้วหรือจะทำ", "Measure taken or planned")),
    Question("owner", Label("ผู้รับผิดชอบแก้ไข", "Who takes care of it"), "text", max_length=200),
    Question(
        "due_on",
        Label("จะแก้ไขให้เสร็จภายในวันที่", "To be solved by"),
        "date",
        Label("เช่น 31/3/2570", "such as 31/3/2570"),
        max_length=60,
    ),
)
EARLIER = Question(
    "state", Label("สถานะปัจจุบันของปัญหานี้", "What became of this problem"), "choice", required=True
)
NOT_APPLICABLE_NOTE = Question(
    "note",
    Label("หมายเหตุ", "Note"),
    "textarea",
    Label("จำเป็นเมื่อไม่มีข้อมูล", "needed where there is no figure"),
)
INDICATOR_HELP = Label(
    "ถ้าไม่มีข้อมูลให้กรอก - แล้วบอกเหตุผลในหมายเหตุ",
    "If there is no figure, type - and say why in the note",
)
WORDS = {
    "lessons": Question(
        "lessons",
        Label("บทเรียนที่ได้จากรอบนี้", "Lessons of this half-year"),
        help=Label("สิ่งที่ได้ผลดี สิ่งที่ไม่ได้ผล และเหตุผล", "What worked, what did not, and why"),
    ),
    "recommendations": Question(
        "recommendations",
        Label("ข้อเสนอแนะในการพัฒนาระบบ", "Recommendations for improving the system"),
    ),
    "support": Question(
        "support",
        Label("การสนับสนุนที่ต้องการจาก สกถ. หรือหน่วยงานอื่น", "Support wanted from the Office or others"),
    ),
    "next_plan": Question(
        "next_plan",
        Label("สิ่งที่จะดำเนินการในรอบถัดไป", "What will be done in the next half-year"),
        required=True,
    ),
    "evidence": Question(
        "evidence.note",
        Label(
            "คำอธิบายหลักฐาน หรือที่อยู่ของหลักฐานบนเว็บ", "About the evidence, or where it is on the web"
        ),
    ),
}
REMARK = Question(
    "",
    Label("คำตอบของ อปท.", "Answer of the LAO"),
    help=Label("เช่น แก้ไขแล้ว หรือเหตุผลที่ไม่แก้ไข", "such as: put right, or why it stays as it is"),
)
NOTHING = Question(
    "nothing.reason",
    Label("เหตุที่ไม่มีเรื่องรายงานในรอบนี้", "Why there is nothing to report in this half-year"),
    required=True,
)
SEVERITIES = {
    "low": Label("เล็กน้อย", "minor"),
    "medium": Label("ปานกลาง", "moderate"),
    "high": Label("รุนแรง", "serious"),
}
PROBLEM_STATES = {
    "open": Label("ยังมีอยู่", "still open"),
    "better": Label("ดีขึ้น", "better"),
    "worse": Label("แย่ลง", "worse"),
    "solved": Label("แก้ไขแล้ว", "solved"),
}
YES_NO = {"yes": Label("มี", "yes"), "no": Label("ไม่มี", "no"), "-": Label("ไม่มีข้อมูล", "no figure")}

FIXED_KEYS = frozenset(question.key for question in (*GENERAL, *BUDGET, *WORDS.values()))
