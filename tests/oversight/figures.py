"""Reports with figures that can be counted by hand, for tests of what is made of them."""

from datetime import date, datetime
from decimal import Decimal

from monitoring.models import (
    Dimension,
    FollowUp,
    FollowUpState,
    Indicator,
    IndicatorValue,
    ResultLevel,
    Rollup,
    Round,
    RoundIndicator,
    ValueType,
)
from onde_portal.registry.models import Lao, LaoType
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

FIRST, SECOND = HalfYear(2568, 2), HalfYear(2569, 1)


def add_share_indicator() -> None:
    """A share beside the four indicators of ``story.make_catalogue``."""
    Indicator.objects.create(
        code="OC06", dimension=Dimension.objects.get(pk="RES"), name_th="สัดส่วน", name_en="Share",
        unit_th="ร้อยละ", unit_en="%", level=ResultLevel.OUTCOME, value_type=ValueType.RATIO,
        rollup=Rollup.RATIO, required=False, position=9, part_th="ส่วน", part_en="part",
        whole_th="ทั้งหมด", whole_en="whole", target="50",
    )  # fmt: skip


def reported(
    lao: Lao,
    half: HalfYear,
    values: dict[str, object],
    *,
    state: FollowUpState = FollowUpState.ACCEPTED,
    since: date = date(2024, 10, 1),
) -> FollowUp:
    """The LAO's hub with a report of this half that says these values.

    A value is a number, None for not applicable, or a pair: part and whole.
    """
    hub = lao.hubs.first() or story.make_hub(lao, since)
    follow_up = story.open_follow_up(hub, half)
    sent = datetime(half.ends_on.year, half.ends_on.month, half.ends_on.day, tzinfo=world.BANGKOK)
    FollowUp.objects.filter(pk=follow_up.pk).update(
        state=state,
        first_submitted_at=sent,
        submitted_at=sent,
        returned_at=sent if state == FollowUpState.RETURNED else None,
        return_reason="แก้ไข" if state == FollowUpState.RETURNED else "",
        decided_at=sent if state == FollowUpState.ACCEPTED else None,
    )
    for code, value in values.items():
        put(follow_up, code, value)
    follow_up.refresh_from_db()
    return follow_up


def put(follow_up: FollowUp, code: str, value: object) -> None:
    """Write one value of a report."""
    indicator = RoundIndicator.objects.get(round=follow_up.round_id, code=code)
    part = whole = None
    if isinstance(value, tuple):
        part, whole = Decimal(value[0]), Decimal(value[1])
        number = (part / whole * 100).quantize(Decimal("0.01")) if whole else None
    else:
        number = None if value is None else Decimal(str(value))
    IndicatorValue.objects.create(
        follow_up=follow_up, indicator=indicator, value=number, part=part, whole=whole
    )


def round_of(half: HalfYear) -> Round:
    return Round.objects.get(fiscal_year=half.fiscal_year, half=half.half)


def laos(count: int, *, kind: str = "sao") -> list[Lao]:
    """So many LAOs of one province."""
    made = [world.make_lao(world.udon_thani(), f"ตำบล {kind} {number}") for number in range(count)]
    if kind != "sao":
        other = make_kind(kind)
        for lao in made:
            lao.type = other
            lao.save(update_fields=["type"])
    return made


def make_kind(key: str) -> LaoType:
    return LaoType.objects.get_or_create(
        key=key,
        defaults={
            "name_th": "เทศบาลตำบล", "name_en": "Subdistrict municipality", "abbr_th": "ทต.",
            "abbr_en": "TM", "head_th": "นายกเทศมนตรี", "head_en": "Mayor", "code_digit": "5",
            "position": 4,
        },
    )[0]  # fmt: skip
