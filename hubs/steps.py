"""The six steps of the hub workflow (manual 7.2 and 8.2) as data."""

from onde_portal.workflow.kernel import Procedure, Requirement, RequirementKind, Step

DOCUMENT, DATE, APPROVAL, CONTENT = (
    RequirementKind.DOCUMENT,
    RequirementKind.DATE,
    RequirementKind.APPROVAL,
    RequirementKind.CONTENT,
)

STUDY = Step(
    1,
    "8.2 (1)",
    "ศึกษาวิเคราะห์การจัดตั้งศูนย์",
    "Study",
    (
        Requirement("findings", CONTENT, "ข้อค้นพบจากการศึกษา", "Findings of the study"),
        Requirement("study_on", DATE, "วันที่ศึกษาแล้วเสร็จ", "Day the study was finished"),
        Requirement(
            "study_report", DOCUMENT, "รายงานการศึกษาวิเคราะห์", "Study report", optional=True
        ),
    ),
    page="study",
)

SELECTION = Step(
    2,
    "8.2 (2)",
    "คัดเลือก อปท. และขออนุมัติโครงการ",
    "Selection of LAOs and approval",
    (
        Requirement("criteria", CONTENT, "หลักเกณฑ์การคัดเลือกของปีนี้", "Criteria of the year"),
        Requirement("chosen", CONTENT, "รายชื่อ อปท. ที่คัดเลือก", "LAOs chosen"),
        Requirement(
            "memo_approved",
            CONTENT,
            "บันทึกข้อความขออนุมัติที่ได้รับอนุมัติแล้ว",
            "Memo approved by the superior",
            binding=True,
        ),
    ),
    page="selection",
    retired=(
        Requirement("shortlist", DOCUMENT, "บัญชีรายชื่อ อปท. ที่คัดเลือก", "List of selected LAOs"),
        Requirement("memo", DOCUMENT, "บันทึกเสนอขออนุมัติโครงการ", "Memo for approval"),
        Requirement(
            "programme_approval", APPROVAL, "การอนุมัติของผู้บังคับบัญชา", "The superior's approval"
        ),
    ),
)

WORKSHOPS = Step(
    3,
    "8.2 (3)",
    "ประชุมเชิงปฏิบัติการ 2 รุ่น",
    "Workshops in two cohorts",
    (
        Requirement("assigned", CONTENT, "จัด อปท. ทุกแห่งเข้ารุ่นการประชุม", "Every LAO has its cohort"),
        Requirement("invited", CONTENT, "ออกหนังสือเชิญประชุมครบทุกแห่ง", "Every LAO was invited"),
        Requirement(
            "attended",
            CONTENT,
            "บันทึกผู้เข้าประชุมครบทุกรุ่น",
            "Attendance noted for each cohort",
        ),
    ),
    page="workshops",
    retired=(
        Requirement("cohort1_on", DATE, "วันที่จัดประชุมรุ่นที่ 1", "Day of cohort 1"),
        Requirement("cohort2_on", DATE, "วันที่จัดประชุมรุ่นที่ 2", "Day of cohort 2"),
        Requirement("attendance", DOCUMENT, "บัญชีลงชื่อผู้เข้าร่วม", "Attendance lists"),
    ),
)

GUIDELINE = Step(
    4,
    "8.2 (4)",
    "จัดทำแนวทาง/คู่มือให้ อปท.",
    "Guideline for LAOs",
    (
        Requirement(
            "published",
            CONTENT,
            "เผยแพร่แนวทางหรือคู่มือให้ อปท. แล้ว",
            "Guideline published to the LAOs",
        ),
    ),
    page="guideline",
    retired=(
        Requirement("guideline", DOCUMENT, "แนวทางหรือคู่มือการจัดตั้งศูนย์", "Guideline or handbook"),
        Requirement("published_on", DATE, "วันที่เผยแพร่ให้ อปท.", "Day it was published to LAOs"),
    ),
)

ESTABLISHMENT = Step(
    5,
    "8.2 (5)",
    "อปท. ดำเนินการจัดตั้งศูนย์",
    "Establishment by the LAOs",
    (
        Requirement(
            "established",
            CONTENT,
            "อปท. ทุกแห่งจัดตั้งศูนย์แล้ว หรือถอนตัวพร้อมเหตุผล",
            "Every LAO established its hub or withdrew with a reason",
        ),
    ),
    page="establishment",
    retired=(
        Requirement(
            "establishment_summary",
            DOCUMENT,
            "สรุปผลการจัดตั้งศูนย์ของ อปท.",
            "Summary of hubs established",
        ),
        Requirement("establishment_on", DATE, "วันที่สรุปผลการจัดตั้ง", "Day of the summary"),
    ),
)

FOLLOW_UP = Step(
    6,
    "8.2 (6)",
    "ติดตามและประเมินผล",
    "Follow-up and evaluation",
    (
        Requirement(
            "evaluated",
            CONTENT,
            "ผลสำเร็จ ปัญหา อุปสรรค และข้อเสนอแนะของโครงการ",
            "Achievements, problems, obstacles and recommendations",
        ),
        Requirement(
            "closing_approval",
            APPROVAL,
            "ความเห็นชอบให้ปิดโครงการ",
            "Approval to close the programme",
        ),
    ),
    page="followup",
    retired=(
        Requirement(
            "evaluation",
            DOCUMENT,
            "รายงานความก้าวหน้า ปัญหา อุปสรรค และข้อเสนอแนะ",
            "Progress, problems, obstacles and recommendations",
        ),
    ),
)

HUB_PROCEDURE = Procedure(
    key="hub",
    section="8.2",
    title_th="การจัดตั้งศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน",
    title_en="Establishment of participation hubs",
    budget_hours=1110,
    steps=(STUDY, SELECTION, WORKSHOPS, GUIDELINE, ESTABLISHMENT, FOLLOW_UP),
)
