"""The six steps of the hub workflow (manual 7.2 and 8.2) as data."""

from onde_portal.workflow.kernel import Procedure, Requirement, RequirementKind, Step

DOCUMENT, DATE, APPROVAL = (
    RequirementKind.DOCUMENT,
    RequirementKind.DATE,
    RequirementKind.APPROVAL,
)

HUB_PROCEDURE = Procedure(
    key="hub",
    section="8.2",
    title_th="การจัดตั้งศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน",
    title_en="Establishment of participation hubs",
    budget_hours=1110,
    steps=(
        Step(
            1,
            "8.2 (1)",
            "ศึกษาวิเคราะห์การจัดตั้งศูนย์",
            "Study",
            (
                Requirement("study_report", DOCUMENT, "รายงานการศึกษาวิเคราะห์", "Study report"),
                Requirement("study_on", DATE, "วันที่ศึกษาแล้วเสร็จ", "Day the study was finished"),
            ),
        ),
        Step(
            2,
            "8.2 (2)",
            "คัดเลือก อปท. และขออนุมัติโครงการ",
            "Selection of LAOs and approval",
            (
                Requirement(
                    "shortlist", DOCUMENT, "บัญชีรายชื่อ อปท. ที่คัดเลือก", "List of selected LAOs"
                ),
                Requirement("memo", DOCUMENT, "บันทึกเสนอขออนุมัติโครงการ", "Memo for approval"),
                Requirement(
                    "programme_approval", APPROVAL, "การอนุมัติของผู้บังคับบัญชา", "The superior's approval"
                ),
            ),
        ),
        Step(
            3,
            "8.2 (3)",
            "ประชุมเชิงปฏิบัติการ 2 รุ่น",
            "Workshops in two cohorts",
            (
                Requirement("cohort1_on", DATE, "วันที่จัดประชุมรุ่นที่ 1", "Day of cohort 1"),
                Requirement("cohort2_on", DATE, "วันที่จัดประชุมรุ่นที่ 2", "Day of cohort 2"),
                Requirement("attendance", DOCUMENT, "บัญชีลงชื่อผู้เข้าร่วม", "Attendance lists"),
            ),
        ),
        Step(
            4,
            "8.2 (4)",
            "จัดทำแนวทาง/คู่มือให้ อปท.",
            "Guideline for LAOs",
            (
                Requirement(
                    "guideline", DOCUMENT, "แนวทางหรือคู่มือการจัดตั้งศูนย์", "Guideline or handbook"
                ),
                Requirement(
                    "published_on", DATE, "วันที่เผยแพร่ให้ อปท.", "Day it was published to LAOs"
                ),
            ),
        ),
        Step(
            5,
            "8.2 (5)",
            "อปท. ดำเนินการจัดตั้งศูนย์",
            "Establishment by the LAOs",
            (
                Requirement(
                    "establishment_summary",
                    DOCUMENT,
                    "สรุปผลการจัดตั้งศูนย์ของ อปท.",
                    "Summary of hubs established",
                ),
                Requirement("establishment_on", DATE, "วันที่สรุปผลการจัดตั้ง", "Day of the summary"),
            ),
        ),
        Step(
            6,
            "8.2 (6)",
            "ติดตามและประเมินผล",
            "Follow-up and evaluation",
            (
                Requirement(
                    "evaluation",
                    DOCUMENT,
                    "รายงานความก้าวหน้า ปัญหา อุปสรรค และข้อเสนอแนะ",
                    "Progress, problems, obstacles and recommendations",
                ),
                Requirement(
                    "closing_approval",
                    APPROVAL,
                    "ความเห็นชอบให้ปิดโครงการ",
                    "Approval to close the programme",
                ),
            ),
        ),
    ),
)
