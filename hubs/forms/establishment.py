"""What the pages of an LAO's path send: lines of people, activities and channels."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict

from hubs.actions.path_parts import ChannelFacts, MemberFacts, PlanFacts, UnitFacts
from hubs.errors import HubError
from hubs.models import Hub, Sector, StructureTemplate
from onde_portal.thai.digits import NumberError, parse_decimal, read_key
from onde_portal.ui.fields import in_language

MOST_ROWS = 120
SPARE_ROWS = 3
MOST_BAHT = Decimal(1_000_000_000)
OUTSIDE = "1"


class NumberUnclear(HubError):
    """A budget that cannot be read; the sentence says what would be right."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.message = sentence  # type: ignore[assignment]


def _columns(posted: QueryDict, *names: str) -> list[tuple[str, ...]]:
    columns = [posted.getlist(name)[:MOST_ROWS] for name in names]
    return list(zip(*columns, strict=False))


def members_in(posted: QueryDict) -> list[MemberFacts]:
    """The committee as it was typed; lines without a name are places left open."""
    rows = _columns(posted, "member", "office", "name", "represents", "sector", "outside")
    return [
        MemberFacts(
            name=name, office=office, represents=represents, sector=sector,
            outside=outside == OUTSIDE, pk=read_key(key) or 0,
        )
        for key, office, name, represents, sector, outside in rows
        if name.strip()
    ]  # fmt: skip


def units_in(posted: QueryDict) -> list[UnitFacts]:
    """The units as they were typed; empty lines are left out."""
    rows = _columns(posted, "unit", "duties")
    return [UnitFacts(name, duties) for name, duties in rows if name.strip() or duties.strip()]


def plan_in(posted: QueryDict) -> list[PlanFacts]:
    """The plan as it was typed; empty lines are left out. Raises ``NumberUnclear``."""
    rows = _columns(posted, "activity", "when", "target", "budget")
    return [
        PlanFacts(activity, when, target, _baht(budget))
        for activity, when, target, budget in rows
        if any(text.strip() for text in (activity, when, target, budget))
    ]


def _baht(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        amount = parse_decimal(text)
    except NumberError as error:
        raise NumberUnclear(in_language(error)) from error
    if not 0 <= amount < MOST_BAHT:
        raise NumberUnclear(f"{text[:40]}: 0 – {MOST_BAHT:,}")
    return amount


def channels_in(posted: QueryDict) -> list[ChannelFacts]:
    """The channels as they were typed; empty lines are left out."""
    rows = _columns(posted, "kind", "detail")
    return [ChannelFacts(kind, detail) for kind, detail in rows if detail.strip()]


def kept_members(hub: Hub) -> list[MemberFacts]:
    """The committee of now as the form shows it."""
    rows = hub.committee.filter(until=None).order_by("position", "pk")
    return [
        MemberFacts(row.name, row.office, row.represents, row.sector, row.outside, row.pk)
        for row in rows
    ]


def suggested_members(template: StructureTemplate | None) -> list[MemberFacts]:
    """Open places as the structure template has them: the seat, and who usually holds it."""
    if template is None:
        return []
    return [
        MemberFacts("", seat.office_th, seat.usual_th, seat.sector)
        for seat in template.seats.order_by("position", "pk")
        for _place in range(seat.seats)
    ]


def with_open_places(
    members: Sequence[MemberFacts], template: StructureTemplate | None
) -> list[MemberFacts]:
    """The members, or the template's places where there is none yet, and some empty lines."""
    spare = [MemberFacts("", "กรรมการ", "", Sector.CIVIL)] * SPARE_ROWS
    return [*(members or suggested_members(template)), *spare]


def kept_units(hub: Hub) -> list[UnitFacts]:
    """The units of now as the form shows them."""
    rows = hub.units.filter(until=None).order_by("position", "pk")
    return [UnitFacts(row.name, row.duties) for row in rows]


def with_open_units(
    units: Sequence[UnitFacts], template: StructureTemplate | None
) -> list[UnitFacts]:
    """The units, or the template's where there is none yet, and an empty line."""
    suggested = template.units.order_by("position", "pk") if template and not units else ()
    return [
        *units,
        *(UnitFacts(unit.name_th, unit.duties_th) for unit in suggested),
        UnitFacts(""),
    ]
