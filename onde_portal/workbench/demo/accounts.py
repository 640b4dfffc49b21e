"""Who signs in to the demo, in every role."""

from dataclasses import dataclass

from onde_portal.accounts.models import Membership, Role

PASSWORD = "participation-2562"  # noqa: S105 - printed at the start of the demo, refused elsewhere


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One person; ``lao_code`` and ``kind`` only for people of an LAO."""

    email: str
    role: Role
    what: str
    prefix: str
    first_name: str
    last_name: str
    position: str
    lao_code: str = ""
    kind: str = ""


REPORTER, CERTIFIER = Membership.Kind.REPORTER, Membership.Kind.CERTIFIER
CHIANG_MAI, LAMPANG = "2500101", "2520101"
# An LAO that prepares its hub, and one that is a candidate of this year.
PREPARING, CANDIDATE = "3570102", "3650102"
ACCOUNTS = (
    DemoAccount("officer@onde.example", Role.OFFICER, "เจ้าหน้าที่ สกถ. / officer", "นางสาว", "กานดา", "สายน้ำ", "นักวิเคราะห์นโยบายและแผนชำนาญการ"),
    DemoAccount("officer2@onde.example", Role.OFFICER, "เจ้าหน้าที่ สกถ. / second officer", "นาย", "ชำนาญ", "มั่นคง", "นักวิเคราะห์นโยบายและแผนปฏิบัติการ"),
    DemoAccount("head@onde.example", Role.HEAD, "หัวหน้าส่วน / section head", "นาย", "เกษม", "วงศ์สว่าง", "หัวหน้าส่วนส่งเสริมการบริหารงานท้องถิ่นและการมีส่วนร่วมของประชาชน"),
    DemoAccount("director@onde.example", Role.DIRECTOR, "ผู้อำนวยการ / director", "นาง", "จิราภรณ์", "รัตนากร", "ผู้อำนวยการ สกถ."),
    DemoAccount("auditor@onde.example", Role.AUDITOR, "ผู้ตรวจสอบ / auditor", "นาย", "วีระศักดิ์", "ฐานะดี", "ผู้ตรวจสอบภายใน"),
    DemoAccount("admin@onde.example", Role.ADMINISTRATOR, "ผู้ดูแลระบบ / administrator", "นาย", "ณัฐวุฒิ", "ไชยวงศ์", "นักวิชาการคอมพิวเตอร์"),
    DemoAccount("reporter@lao.example", Role.LAO, "ผู้รายงาน อบจ.เชียงใหม่ / reporter, Chiang Mai PAO", "นางสาว", "น้ำผึ้ง", "แก้วคำ", "นักพัฒนาชุมชนชำนาญการ", CHIANG_MAI, REPORTER),
    DemoAccount("certifier@lao.example", Role.LAO, "ผู้รับรอง อบจ.เชียงใหม่ / certifier, Chiang Mai PAO", "นาย", "อำนาจ", "สุขสำราญ", "ปลัดองค์การบริหารส่วนจังหวัด", CHIANG_MAI, CERTIFIER),
    DemoAccount("reporter2@lao.example", Role.LAO, "ผู้รายงาน อบจ.ลำปาง / reporter, Lampang PAO", "นาย", "สมชาย", "คำแหง", "นักวิเคราะห์นโยบายและแผนชำนาญการ", LAMPANG, REPORTER),
    DemoAccount("newhub@lao.example", Role.LAO, "ผู้ประสานงาน ทน.เชียงราย กำลังจัดตั้งศูนย์ / coordinator, Chiang Rai City, prepares its hub", "นางสาว", "ลำดวน", "หอมชื่น", "นักพัฒนาชุมชนชำนาญการ", PREPARING, REPORTER),
    DemoAccount("candidate@lao.example", Role.LAO, "ผู้ประสานงาน ทน.พิษณุโลก ที่ได้รับการเสนอชื่อ / coordinator, Phitsanulok City, a candidate", "นาย", "ธนกฤต", "พันธุ์ดี", "นักพัฒนาชุมชนปฏิบัติการ", CANDIDATE, REPORTER),
)  # fmt: skip
