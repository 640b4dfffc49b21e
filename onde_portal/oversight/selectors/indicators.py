"""What the received reports say in figures: sums, shares, averages and medians of indicators.

Counted are reports received and not returned, as on the board of completeness. Whole and decimal
numbers are summed, but averaged where halves are averaged to a year (scores of 1 to 5); per cents
are averaged, shares taken of the sums of their parts and wholes, and of yes-or-no answers the
share of yes is given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Avg,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Window,
)
from django.db.models.functions import RowNumber

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
KIND = "follow_up__hub__lao__type"


@dataclass(frozen=True, slots=True)
class IndicatorTotal:
    """An indicator over all reports of a round and scope.

    ``reports`` gave a value, ``not_applicable`` said that there is none. ``value`` is the sum, the
    mean where ``is_average``, per cent (0 to 100) where ``is_share``; None when no report gave one.
    """

    indicator: RoundIndicator
    reports: int
    not_applicable: int
    value: Decimal | None
    is_share: bool

    @property
    def is_average(self) -> bool:
        return _is_averaged(self.indicator)


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie: how many, the least and the most, median and quartiles.

    Quartiles lie on the line between the two values nearest to them (inclusive method).
    """

    count: int
    least: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    most: Decimal


def received_values(rounds: Iterable[Round], scope: Scope) -> QuerySet[IndicatorValue]:
    """The values of received reports of these rounds and LAOs."""
    rows = IndicatorValue.objects.filter(
        follow_up__round__in=[item.pk for item in rounds], follow_up__state__in=RECEIVED
    )
    wanted = {
        "follow_up__hub__lao__province__region": scope.region,
        "follow_up__hub__lao__province": scope.province,
        KIND: scope.lao_type,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def indicator_totals(round_: Round, scope: Scope) -> list[IndicatorTotal]:
    """Every indicator of the round in the form's order; two queries."""
    return indicator_trends([round_], scope)[round_.pk]


def indicator_trends(
    rounds: Sequence[Round], scope: Scope, code: str = ""
) -> dict[int, list[IndicatorTotal]]:
    """Every indicator, or the one of this code, by round in the form's order; two queries."""
    asked = RoundIndicator.objects.filter(round__in=[item.pk for item in rounds])
    values = received_values(rounds, scope)
    if code:
        asked, values = asked.filter(code=code), values.filter(indicator__code=code)
    sums = {row["indicator"]: row for row in _summed(values)}
    found: dict[int, list[IndicatorTotal]] = {item.pk: [] for item in rounds}
    for item in asked.select_related("dimension").order_by("position", "code"):
        found[item.round_id].append(_total(item, sums.get(item.pk, {})))
    return found


def _summed(values: QuerySet[IndicatorValue]) -> Iterable[dict[str, Any]]:
    return (
        values.values("indicator")
        .annotate(
            reports=Count("value"),
            silent=Count("pk", filter=Q(value=None)),
            total=Sum("value"),
            average=Avg("value"),
            parts=Sum("part"),
            wholes=Sum("whole"),
        )
        .order_by("indicator")
    )


def _total(indicator: RoundIndicator, row: dict[str, Any]) -> IndicatorTotal:
    return IndicatorTotal(
        indicator=indicator,
        reports=row.get("reports", 0),
        not_applicable=row.get("silent", 0),
        value=_value(indicator, row),
        is_share=indicator.value_type not in SUMMED,
    )


def _is_averaged(indicator: RoundIndicator) -> bool:
    """Scores: a sum of them over hubs would mean nothing."""
    return indicator.value_type in SUMMED and indicator.rollup == Rollup.AVERAGE


def _value(indicator: RoundIndicator, row: dict[str, Any]) -> Decimal | None:
    """The one figure of many reports, by the rule of its kind of value."""
    kind = indicator.value_type
    if not row.get("reports"):
        return None
    if kind in SUMMED and not _is_averaged(indicator):
        return Decimal(row["total"])
    if kind == ValueType.RATIO:
        return share_of(Decimal(row["parts"] or 0), Decimal(row["wholes"] or 0))
    average = Decimal(row["average"])
    return average * HUNDRED if kind == ValueType.BOOL else average


def medians_by_type(rounds: Sequence[Round], code: str) -> dict[tuple[int, str], Decimal]:
    """The median of an indicator among the hubs of each type of LAO, by round and type."""
    return {
        (round_, kind): spread.median
        for (_code, round_, kind), spread in spreads_by_type(rounds, [code]).items()
    }


def spreads_by_type(
    rounds: Sequence[Round], codes: Collection[str], kinds: Collection[str] = ()
) -> dict[tuple[str, int, str], Spread]:
    """How the hubs' values lie among each type of LAO, by code, round and type; one query.

    The database ranks the values and hands over the few that quartiles are made of, however many
    hubs there are. ``kinds`` narrows to these types of LAO.
    """
    rows = received_values(rounds, Scope()).filter(indicator__code__in=codes, value__isnull=False)
    if kinds:
        rows = rows.filter(**{f"{KIND}__in": kinds})
    group = (F("indicator__code"), F("follow_up__round"), F(KIND))
    ranked = rows.annotate(
        rank=Window(RowNumber(), partition_by=group, order_by=[F("value").asc(), F("pk").asc()]),
        count=Window(Count("pk"), partition_by=group),
    )
    # In whole numbers: ranks from 0 lie less than one away from so many quarters of the last rank.
    places = {
        f"from_{quarters}": ExpressionWrapper(
            (F("rank") - 1) * 4 - (F("count") - 1) * quarters, output_field=IntegerField()
        )
        for quarters in range(5)
    }
    near = (Q(**{f"{name}__gt": -4, f"{name}__lt": 4}) for name in places)
    ranked = ranked.annotate(**places).filter(reduce(or_, near))
    found: dict[tuple[str, int, str], dict[int, Decimal]] = defaultdict(dict)
    counts: dict[tuple[str, int, str], int] = {}
    for code, round_, kind, rank, count, value in ranked.values_list(
        "indicator__code", "follow_up__round", KIND, "rank", "count", "value"
    ):
        key = (code, round_, kind)
        found[key][rank - 1], counts[key] = value or Decimal(0), count
    return {key: _spread(values, counts[key]) for key, values in found.items()}


def _spread(values: dict[int, Decimal], count: int) -> Spread:
    """``values`` by rank from 0 hold at least those on both sides of each quartile."""

    def at(quarters: int) -> Decimal:
        whole, part = divmod((count - 1) * quarters, 4)
        return (
            values[whole]
            if not part
            else (values[whole] + (values[whole + 1] - values[whole]) * part / 4)
        )

    least, lower, median, upper, most = (at(quarters) for quarters in range(5))
    return Spread(count, least, lower, median, upper, most)
