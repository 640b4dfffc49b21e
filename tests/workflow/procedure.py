"""A procedure of documents, dates and approvals only, for the tests of how cases move."""

from onde_portal.workflow.kernel import Procedure, Requirement, RequirementKind, Step

DOCUMENT, DATE, APPROVAL = (
    RequirementKind.DOCUMENT,
    RequirementKind.DATE,
    RequirementKind.APPROVAL,
)

PLAIN_PROCEDURE = Procedure(
    key="plain",
    section="8.1",
    title_th="การดำเนินงานของเครือข่ายการกระจายอำนาจภาคประชาชน",
    title_en="Citizen decentralisation networks",
    budget_hours=738,
    steps=(
        Step(
            1,
            "8.1 (1)",
            "ศึกษาวิเคราะห์และกำหนดกลุ่มเป้าหมาย",
            "Study and target groups",
            (
                Requirement("study_report", DOCUMENT, "รายงานการศึกษาวิเคราะห์", "Study report"),
                Requirement(
                    "targets_set_on", DATE, "วันที่กำหนดกลุ่มเป้าหมาย", "Day the target groups were set"
                ),
            ),
        ),
        Step(
            2,
            "8.1 (2)",
            "จัดโครงการเสริมสร้างความรู้และสร้างเครือข่าย",
            "Knowledge and network-building project",
            (
                Requirement(
                    "project_plan", DOCUMENT, "โครงการและกำหนดการ", "Project plan and agenda"
                ),
                Requirement(
                    "project_approval", APPROVAL, "การอนุมัติโครงการ", "Approval of the project"
                ),
                Requirement("held_on", DATE, "วันที่จัดโครงการ", "Day the project was held"),
            ),
        ),
        Step(
            3,
            "8.1 (3)",
            "เผยแพร่ความรู้ และทดสอบก่อน–หลัง",
            "Dissemination with pre-test and post-test",
            (
                Requirement("materials", DOCUMENT, "สื่อหรือเอกสารเผยแพร่ความรู้", "Learning materials"),
                Requirement(
                    "test_results", DOCUMENT, "ผลการทดสอบก่อน–หลัง", "Pre-test and post-test results"
                ),
            ),
        ),
        Step(
            4,
            "8.1 (4)",
            "จัดทำบัญชีภาคประชาชน ที่ปรึกษา และคณะกรรมการ",
            "Register of citizens, advisers and committees",
            (
                Requirement(
                    "register",
                    DOCUMENT,
                    "บัญชีภาคประชาชน ที่ปรึกษาผู้ตรวจราชการภาคประชาชน และคณะกรรมการภาคจังหวัด",
                    "Register of citizens, citizen advisers and provincial committees",
                ),
                Requirement(
                    "register_on", DATE, "วันที่จัดทำบัญชีแล้วเสร็จ", "Day the register was finished"
                ),
            ),
        ),
        Step(
            5,
            "8.1 (5)",
            "รับฟังความคิดเห็นและจัดตั้งเครือข่าย",
            "Hearing and founding of networks",
            (
                Requirement("hearing_on", DATE, "วันที่รับฟังความคิดเห็น", "Day of the hearing"),
                Requirement(
                    "founding_record", DOCUMENT, "บันทึกการจัดตั้งเครือข่าย", "Record of the founding"
                ),
            ),
        ),
        Step(
            6,
            "8.1 (6)",
            "สรุปผลประชุมและติดตามความก้าวหน้า",
            "Meeting summary and follow-up",
            (
                Requirement("minutes", DOCUMENT, "รายงานสรุปผลการประชุม", "Summary of the meeting"),
                Requirement(
                    "progress", DOCUMENT, "รายงานความก้าวหน้าของเครือข่าย", "Progress of the networks"
                ),
                Requirement(
                    "closing_approval",
                    APPROVAL,
                    "ความเห็นชอบให้ปิดโครงการ",
                    "Approval to close the project",
                ),
            ),
        ),
    ),
)
