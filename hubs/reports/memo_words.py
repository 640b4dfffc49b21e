"""The words a memo begins with, drawn from programme and criteria; people write on from there.

A memo is an official paper, so its words are Thai. They name no number of LAOs: the enclosed list
does, and stays right when the selection changes before the memo is sent.
"""

from collections.abc import Iterable

from django.conf import settings

from hubs.models import HubProgramme, SelectionCriteria
from onde_portal.registry.models import Region

HUB = "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน"
REGIONS = {
    Region.NORTH: "ภาคเหนือ",
    Region.CENTRAL: "ภาคกลาง",
    Region.NORTHEAST: "ภาคตะวันออกเฉียงเหนือ",
    Region.EAST: "ภาคตะวันออก",
    Region.WEST: "ภาคตะวันตก",
    Region.SOUTH: "ภาคใต้",
}


def memo_words(programme: HubProgramme) -> dict[str, str]:
    """Unit, addressee, subject and the three parts of a new memo (manual 8.2 (2))."""
    year = programme.fiscal_year
    criteria = SelectionCriteria.objects.filter(programme=programme).first()
    return {
        "unit": _unit(),
        "addressee": settings.OFFICE["head_th"],
        "subject": f"ขออนุมัติรายชื่อ อปท. เพื่อจัดตั้ง{HUB} ประจำปีงบประมาณ พ.ศ. {year}",
        "cause": _cause(programme),
        "purpose": _purpose(criteria),
        "conclusion": (
            f"จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบ โปรดอนุมัติ{programme.title} "
            "และรายชื่อองค์กรปกครองส่วนท้องถิ่นตามบัญชีแนบท้าย เพื่อดำเนินการในขั้นตอนต่อไป"
        ),
    }


def _unit() -> str:
    """The unit as the memo's head names it, with the telephone number where there is one."""
    office = settings.OFFICE
    phone = f"โทร. {office['phone']}" if office.get("phone") else ""
    whole = " ".join(part for part in (office["short_th"], office["section_th"], phone) if part)
    return whole[:250]


def _cause(programme: HubProgramme) -> str:
    return (
        f"ตามคู่มือการปฏิบัติงาน ข้อ 8.2 การจัดตั้ง{HUB} "
        f"กำหนดให้{settings.OFFICE['name_th']}คัดเลือกองค์กรปกครองส่วนท้องถิ่น (อปท.) "
        "ที่ได้รับรางวัลการบริหารจัดการที่ดี และทำบันทึกเสนอผู้บังคับบัญชาอนุมัติโครงการ นั้น\n"
        f"{settings.OFFICE['section_th']}ได้จัดทำ{programme.title} เพื่อให้ อปท. "
        f"จัดตั้ง{HUB}เป็นช่องทางให้ประชาชนเข้ามามีส่วนร่วมในการดำเนินงานของ อปท."
    )


def _purpose(criteria: SelectionCriteria | None) -> str:
    named = _criteria(criteria) if criteria else []
    asked = (
        "ขอเสนอรายชื่อ อปท. ที่ได้รับการคัดเลือก ตามบัญชีรายชื่อแนบท้ายบันทึกนี้ "
        f"เพื่อเข้าร่วมการประชุมเชิงปฏิบัติการและจัดตั้ง{HUB}ต่อไป"
    )
    if not named:
        return f"{settings.OFFICE['section_th']}ได้คัดเลือก อปท. เรียบร้อยแล้ว {asked}"
    points = "\n".join(f"{place}. {point}" for place, point in enumerate(named, start=1))
    return f"{settings.OFFICE['section_th']}ได้คัดเลือก อปท. ตามหลักเกณฑ์ ดังนี้\n{points}\n{asked}"


def _criteria(criteria: SelectionCriteria) -> list[str]:
    """What narrows the selection, a sentence for each criterion that does."""
    years = _listed(f"พ.ศ. {year}" for year in sorted(criteria.award_years))
    awards = _listed(
        criteria.categories.order_by("position", "pk").values_list("name_th", flat=True)
    )
    types = _listed(criteria.types.order_by("position", "pk").values_list("name_th", flat=True))
    regions = _listed(REGIONS[Region(one)] for one in criteria.regions if one in Region.values)
    told = (
        (years, f"ได้รับรางวัลการบริหารจัดการที่ดี ประจำปี {years}"),
        (awards, f"ได้รับรางวัล{awards}"),
        (types, f"เป็น{types}"),
        (regions, f"อยู่ใน{regions}"),
        (criteria.no_hub_yet, f"ยังไม่มี{HUB}"),
        (criteria.must_be_ready, f"มีความพร้อมในการจัดตั้ง{HUB}"),
    )
    return [sentence for counts, sentence in told if counts]


def _listed(words: Iterable[str]) -> str:
    """Words in a row, the last with และ."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} และ {last}" if first else last
