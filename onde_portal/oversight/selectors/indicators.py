"""What the received reports say in figures: sums, shares, averages and medians of indicators.

Counted are reports received and not returned, as on the board of completeness. Whole and decimal
numbers are summed, scores (whose year is the average of its halves) and per cents averaged, shares
taken of the sums of their parts and wholes, and of yes-or-no answers the share of yes is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum

from monitoring.models import (
    FollowUpState,
    IndicatorValue,
    Rollup,
    Round,
    RoundIndicator,
    ValueType,
)
from monitoring.selectors.board import Scope
from monitoring.shares import HUNDRED, share_of

RECEIVED = (FollowUpState.SUBMITTED, FollowUpState.ACCEPTED)
SUMMED = (ValueType.INT, ValueType.DECIMAL)


@dataclass(frozen=True, slots=True)
class IndicatorTotal:
    """An indicator over all reports of a round and scope.

    ``reports`` gave a value, ``not_applicable`` said that there is none. ``value`` is the sum, the
    average of scores, or per cent (0 to 100) where ``is_share``; None when no report gave a value.
    """

    indicator: RoundIndicator
    reports: int
    not_applicable: int
    value: Decimal | None
    is_share: bool


def received_values(rounds: Iterable[Round], scope: Scope) -> QuerySet[IndicatorValue]:
    """The values of received reports of these rounds and LAOs."""
    rows = IndicatorValue.objects.filter(
        follow_up__round__in=[item.pk for item in rounds], follow_up__state__in=RECEIVED
    )
    wanted = {
        "follow_up__hub__lao__province__region": scope.region,
        "follow_up__hub__lao__province": scope.province,
        "follow_up__hub__lao__type": scope.lao_type,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def indicator_totals(round_: Round, scope: Scope) -> list[IndicatorTotal]:
    """Every indicator of the round in the form's order; two queries."""
    sums = {
        row["indicator"]: row
        for row in received_values([round_], scope)
        .values("indicator")
        .annotate(
            reports=Count("value"),
            silent=Count("pk", filter=Q(value=None)),
            total=Sum("value"),
            average=Avg("value"),
            parts=Sum("part"),
            wholes=Sum("whole"),
        )
        .order_by("indicator")
    }
    asked = round_.indicators.select_related("dimension").order_by("position", "code")
    return [_total(item, sums.get(item.pk, {})) for item in asked]


def _total(indicator: RoundIndicator, row: dict[str, Any]) -> IndicatorTotal:
    return IndicatorTotal(
        indicator=indicator,
        reports=row.get("reports", 0),
        not_applicable=row.get("silent", 0),
        value=_value(indicator, row),
        is_share=indicator.value_type not in SUMMED,
    )


def _value(indicator: RoundIndicator, row: dict[str, Any]) -> Decimal | None:
    """The one figure of many reports, by the rule of its kind of value."""
    kind = indicator.value_type
    if not row.get("reports"):
        return None
    if kind in SUMMED and indicator.rollup != Rollup.AVERAGE:
        return Decimal(row["total"])
    if kind == ValueType.RATIO:
        return share_of(Decimal(row["parts"] or 0), Decimal(row["wholes"] or 0))
    average = Decimal(row["average"])
    return average * HUNDRED if kind == ValueType.BOOL else average


def medians_by_type(rounds: Sequence[Round], code: str) -> dict[tuple[int, str], Decimal]:
    """The median of an indicator among the hubs of each type of LAO, by round and type."""
    rows = received_values(rounds, Scope()).filter(indicator__code=code, value__isnull=False)
    found: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for round_id, kind, value in rows.values_list(
        "follow_up__round", "follow_up__hub__lao__type", "value"
    ):
        if value is not None:
            found[round_id, kind].append(value)
    return {key: Decimal(median(values)) for key, values in found.items()}
