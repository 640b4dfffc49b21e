"""Outputs, outcomes and impacts of a round beside those of the rounds before (manual 10)."""

from collections.abc import Sequence
from decimal import Decimal

from monitoring.content import Label
from monitoring.models import Round, RoundIndicator, ValueType
from monitoring.selectors.board import Scope
from onde_portal.oversight.selectors.indicators import IndicatorTotal, indicator_totals
from onde_portal.reporting.content import IndicatorLine, YearIndicator

CENT = Decimal("0.01")
YES = Label("ร้อยละของศูนย์ที่มี", "% of hubs: yes")


def indicator_lines(rounds: Sequence[Round], scope: Scope) -> tuple[IndicatorLine, ...]:
    """The indicators of the last of these rounds; an indicator is known by its code."""
    *earlier, this = [indicator_totals(item, scope) for item in rounds]
    before = [{item.indicator.code: _rounded(item) for item in totals} for totals in earlier]
    return tuple(
        IndicatorLine(
            code=item.indicator.code,
            level=item.indicator.level,
            dimension=Label(item.indicator.dimension.name_th, item.indicator.dimension.name_en),
            name=_name(item.indicator),
            unit=_unit(item.indicator),
            value=_rounded(item),
            reports=item.reports,
            silent=item.not_applicable,
            before=tuple(values.get(item.indicator.code) for values in before),
        )
        for item in this
    )


def year_indicators(rounds: Sequence[Round]) -> tuple[YearIndicator, ...]:
    """The indicators of a year's rounds side by side, in the order of the latest round's form."""
    totals = [indicator_totals(item, Scope()) for item in rounds]
    values = [{item.indicator.code: _rounded(item) for item in found} for found in totals]
    asked = {item.indicator.code: item.indicator for found in totals for item in found}
    return tuple(
        YearIndicator(
            code=code,
            level=indicator.level,
            name=_name(indicator),
            unit=_unit(indicator),
            halves=tuple(found.get(code) for found in values),
        )
        for code, indicator in asked.items()
    )


def _name(indicator: RoundIndicator) -> Label:
    return Label(indicator.name_th, indicator.name_en)


def _unit(indicator: RoundIndicator) -> Label:
    if indicator.value_type == ValueType.BOOL:
        return YES
    return Label(indicator.unit_th, indicator.unit_en)


def _rounded(total: IndicatorTotal) -> Decimal | None:
    """To two places, the whole number where there are none: equal figures are equal everywhere."""
    if total.value is None:
        return None
    value = total.value.quantize(CENT)
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
