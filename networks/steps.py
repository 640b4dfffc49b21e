"""The six steps of the citizen-network workflow (manual 7.1 and 8.1) as data."""

from onde_portal.workflow.kernel import Procedure, Requirement, RequirementKind, Step

DOCUMENT, DATE, APPROVAL, CONTENT = (
    RequirementKind.DOCUMENT,
    RequirementKind.DATE,
    RequirementKind.APPROVAL,
    RequirementKind.CONTENT,
)

NETWORK_PROCEDURE = Procedure(
    key="network",
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
                Requirement(
                    "findings", CONTENT, "ผลการศึกษาพร้อมแหล่งที่มา", "Findings with their source"
                ),
                Requirement(
                    "target_groups",
                    CONTENT,
                    "กลุ่มเป้าหมาย พื้นที่ และจำนวนที่คาดหวัง",
                    "Target groups with area and expected number",
                ),
                Requirement(
                    "study_report", DOCUMENT, "รายงานการศึกษาวิเคราะห์", "Study report", optional=True
                ),
            ),
            page="study",
            retired=(
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
                    "event_planned",
                    CONTENT,
                    "กิจกรรมที่มีกำหนดการ สถานที่ และงบประมาณ",
                    "An event with agenda, place and budget",
                ),
                Requirement(
                    "project_approval", APPROVAL, "การอนุมัติโครงการ", "Approval of the project"
                ),
                Requirement(
                    "event_held",
                    CONTENT,
                    "กิจกรรมที่จัดแล้วและมีผู้ลงชื่อเข้าร่วม",
                    "An event held, with people signed in",
                ),
                Requirement(
                    "project_plan",
                    DOCUMENT,
                    "โครงการและกำหนดการ",
                    "Project plan and agenda",
                    optional=True,
                ),
            ),
            page="events",
            retired=(Requirement("held_on", DATE, "วันที่จัดโครงการ", "Day the project was held"),),
        ),
        Step(
            3,
            "8.1 (3)",
            "เผยแพร่ความรู้ และทดสอบก่อน–หลัง",
            "Dissemination with pre-test and post-test",
            (
                Requirement(
                    "learning_materials",
                    CONTENT,
                    "สื่อหรือเอกสารเผยแพร่ความรู้",
                    "Learning materials",
                ),
                Requirement(
                    "test_papers",
                    CONTENT,
                    "แบบทดสอบก่อนและหลังที่เปิดใช้แล้ว",
                    "Pre-test and post-test, opened",
                ),
                Requirement(
                    "results",
                    CONTENT,
                    "ผลการทดสอบทั้งก่อนและหลัง",
                    "Results of both tests",
                ),
                Requirement(
                    "test_results",
                    DOCUMENT,
                    "รายงานผลการทดสอบก่อน–หลัง",
                    "Report on the pre-test and post-test",
                    optional=True,
                ),
            ),
            page="tests",
            retired=(
                Requirement(
                    "materials",
                    DOCUMENT,
                    "สื่อหรือเอกสารเผยแพร่ความรู้ (เดิม)",
                    "Learning materials (earlier)",
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
                    "appointments",
                    CONTENT,
                    "ภาคประชาชน ที่ปรึกษา หรือกรรมการที่อยู่ในวาระ",
                    "Citizens, advisers or committee members in office",
                ),
                Requirement(
                    "register",
                    DOCUMENT,
                    "บัญชีภาคประชาชน ที่ปรึกษาผู้ตรวจราชการภาคประชาชน และคณะกรรมการภาคจังหวัด",
                    "Register of citizens, citizen advisers and provincial committees",
                    optional=True,
                ),
            ),
            page="register",
            retired=(
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
                Requirement(
                    "hearing_held",
                    CONTENT,
                    "เวทีรับฟังความคิดเห็นพร้อมจำนวนผู้เข้าร่วม",
                    "A hearing with its attendance",
                ),
                Requirement(
                    "opinions_answered",
                    CONTENT,
                    "ความคิดเห็นที่ได้ตอบแล้วทุกข้อ",
                    "Opinions, each of them answered",
                ),
                Requirement(
                    "network_founded",
                    CONTENT,
                    "เครือข่ายที่จัดตั้งแล้ว มีสมาชิกและเอกสารการจัดตั้ง",
                    "A network founded, with members and its document",
                ),
                Requirement(
                    "founding_record",
                    DOCUMENT,
                    "บันทึกการจัดตั้งเครือข่าย",
                    "Record of the founding",
                    optional=True,
                ),
            ),
            page="hearing",
            retired=(Requirement("hearing_on", DATE, "วันที่รับฟังความคิดเห็น", "Day of the hearing"),),
        ),
        Step(
            6,
            "8.1 (6)",
            "สรุปผลประชุมและติดตามความก้าวหน้า",
            "Meeting summary and follow-up",
            (
                Requirement(
                    "minutes_final",
                    CONTENT,
                    "รายงานการประชุมฉบับสมบูรณ์",
                    "Final minutes of a meeting",
                ),
                Requirement(
                    "progress_noted",
                    CONTENT,
                    "ความก้าวหน้าของทุกเครือข่าย",
                    "Progress of each network",
                ),
                Requirement(
                    "closing_report",
                    CONTENT,
                    "รายงานสรุปปิดโครงการ (ผลการดำเนินงานและบทเรียน)",
                    "Closing report with results and lessons",
                ),
                Requirement(
                    "closing_approval",
                    APPROVAL,
                    "ความเห็นชอบให้ปิดโครงการ",
                    "Approval to close the project",
                ),
            ),
            page="summary",
            retired=(
                Requirement("minutes", DOCUMENT, "รายงานสรุปผลการประชุม", "Summary of the meeting"),
                Requirement(
                    "progress", DOCUMENT, "รายงานความก้าวหน้าของเครือข่าย", "Progress of the networks"
                ),
            ),
        ),
    ),
)
