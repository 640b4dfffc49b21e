"""A small catalogue, hubs with a life, and answers that make a complete report."""

from datetime import date, datetime

from hubs.models import Hub, HubState
from monitoring.actions import ensure_rounds, save_answers
from monitoring.models import (
    Dimension,
    FollowUp,
    Indicator,
    ProblemCategory,
    ResultLevel,
    Rollup,
    ValueType,
)
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear, fiscal_year
from tests import world

HALF = HalfYear(2569, 1)
NEXT_HALF_DAY = date(2026, 9, 10)
NEXT_HALF_NOW = datetime(2026, 9, 10, 9, 0, tzinfo=world.BANGKOK)
PAGE = "the one-time mark of a page"
OTHER_PAGE = "the one-time mark of another page"


def make_catalogue() -> None:
    """Four indicators of different kinds and two problem categories."""
    dimension = Dimension.objects.create(code="RES", name_th="การตอบสนอง", name_en="Responding")
    kinds = (
        ("OP01", ResultLevel.OUTPUT, ValueType.INT, "meetings", True),
        ("OP02", ResultLevel.OUTPUT, ValueType.BOOL, "yes/no", True),
        ("OC04", ResultLevel.OUTCOME, ValueType.PERCENT, "%", False),
        ("OC05", ResultLevel.OUTCOME, ValueType.DECIMAL, "score 1-5", False),
    )
    for position, (code, level, value_type, unit, required) in enumerate(kinds, start=1):
        Indicator.objects.create(
            code=code,
            dimension=dimension,
            name_th=f"ตัวชี้วัด {code}",
            name_en=f"Indicator {code}",
            unit_th=unit,
            unit_en=unit,
            level=level,
            value_type=value_type,
            rollup=Rollup.SUM,
            required=required,
            position=position,
        )
    ProblemCategory.objects.create(code="P01", name_th="ขาดความรู้", name_en="Low knowledge")
    ProblemCategory.objects.create(code="P99", name_th="อื่น ๆ", name_en="Other")


def make_hub(lao: Lao, established_on: date | None, closed_on: date | None = None) -> Hub:
    """A hub with this life; ``closed_on`` is its first closed day."""
    if closed_on:
        state = HubState.CLOSED
    else:
        state = HubState.OPERATING if established_on else HubState.PREPARING
    return Hub.objects.create(
        lao=lao,
        name=f"ศูนย์ {lao.name_th}",
        search_key=lao.name_th,
        state=state,
        registered_at=world.LONG_AGO,
        established_on=established_on,
        established_year=fiscal_year(established_on) if established_on else None,
        closed_on=closed_on,
    )


def open_follow_up(hub: Hub, half: HalfYear = HALF) -> FollowUp:
    """The hub's follow-up of a half whose window is open, as the daily job makes it."""
    day = half.ends_on
    ensure_rounds(today=day, at=datetime(day.year, day.month, day.day, tzinfo=world.BANGKOK))
    return FollowUp.objects.with_place().get(
        hub=hub, round__fiscal_year=half.fiscal_year, round__half=half.half
    )


COMPLETE = {
    "general.reporter": "นางสาวมาลี บัวงาม",
    "general.phone": "0 4212 3456",
    "activity.1.name": "เวทีประชาคม",
    "activity.1.planned": "2 ครั้ง",
    "activity.1.done": "3 ครั้ง",
    "indicator.OP01": "๓",
    "indicator.OP02": "yes",
    "indicator.OC04": "80.5%",
    "indicator.OC05": "-",
    "indicator.OC05.note": "ยังไม่ได้สำรวจ",
    "budget.received": "10,000",
    "budget.spent": "2500.50",
    "problem.1.category": "P01",
    "problem.1.description": "ผู้เข้าร่วมน้อย",
    "problem.1.severity": "medium",
    "lessons": "เริ่มจากเรื่องใกล้ตัว",
    "next_plan": "จัดเวทีทุกเดือน",
}


def fill(follow_up: FollowUp, by: User, **changes: str) -> None:
    """Save a complete report; keys of ``changes`` have "__" for the dot."""
    texts = COMPLETE | {key.replace("__", "."): text for key, text in changes.items()}
    save_answers(follow_up=follow_up, texts=texts, by=by, at=world.NOW)
