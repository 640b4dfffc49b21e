"""Drawings and words of the pages of indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from monitoring.models import Indicator, ResultLevel, Rollup, Round, RoundIndicator, ValueType
from monitoring.selectors.board import places
from onde_portal.oversight.reports.hub_rounds import round_label
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.indicators import IndicatorTotal, Spread
from onde_portal.oversight.values import scale_for, total_words, value_words
from onde_portal.ui.lines import SPARK, Line, LineChart, Reading, line_chart
from onde_portal.ui.templatetags.ui import localized, yes_no


def sparkline(
    indicator: Indicator, totals: Mapping[int, IndicatorTotal], rounds: Sequence[Round]
) -> LineChart:
    """The total of every round; a round without an answer is a gap."""
    readings = tuple(_reading(item, totals.get(item.pk)) for item in rounds)
    values = [total.value for total in totals.values()]
    return line_chart(
        _("%(title)s, round by round") % {"title": indicator},
        [round_label(item) for item in rounds],
        [Line("", readings)],
        frame=SPARK,
        scale=scale_for(indicator.value_type, values, total=True),
    )


def _reading(round_: Round, total: IndicatorTotal | None, url: str = "") -> Reading:
    said = total_words(total, OnScreen()) if total and total.reports else _("no answer")
    return Reading(
        value=float(total.value) if total and total.value is not None else None,
        title=f"{round_}: {said}",
        shown=said,
        url=url,
    )


def trend_chart(title: str, kind: str, rows: Sequence[Mapping[str, Any]]) -> LineChart:
    """The total over the rounds; each round leads to the hubs behind it."""
    readings = tuple(
        _reading(row["round"], row["total"], row["url"] if row["total"] else "") for row in rows
    )
    values = [row["total"].value if row["total"] else None for row in rows]
    return line_chart(
        _("%(title)s, round by round") % {"title": title},
        [round_label(row["round"]) for row in rows],
        [Line("", readings)],
        scale=scale_for(kind, values, total=True),
    )


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How the values of a type of LAO lie, in words and as places from 0 to 100 on a line."""

    name: str
    count: int
    words: tuple[str, ...]
    left: float
    lower: float
    middle: float
    upper: float
    right: float

    @property
    def box(self) -> float:
        return round(max(0.5, self.upper - self.lower), 2)

    @property
    def title(self) -> str:
        return _("least %(least)s, lower quartile %(lower)s, median %(median)s, upper quartile "
                 "%(upper)s, most %(most)s") % dict(
            zip(("least", "lower", "median", "upper", "most"), self.words, strict=True)
        )  # fmt: skip


def distribution(
    edition: RoundIndicator, spreads: Mapping[tuple[str, int, str], Spread]
) -> list[SpreadRow]:
    """A row for each type of LAO that gave values, all on one scale."""
    numbers = OnScreen()
    found = {kind: spread for (_code, _round, kind), spread in spreads.items()}
    scale = scale_for(edition.value_type, [item.most for item in found.values()])
    low = min([0.0, *(float(item.least) for item in found.values())])

    def at(value: Decimal) -> float:
        return round(100 * (float(value) - low) / ((scale.top - low) or 1), 2)

    rows = []
    for kind in places()[1]:
        if kind.pk not in found:
            continue
        spread = found[kind.pk]
        five = (spread.least, spread.lower, spread.median, spread.upper, spread.most)
        said = tuple(value_words(value, edition.value_type, numbers) for value in five)
        rows.append(SpreadRow(localized(kind, "name"), spread.count, said, *map(at, five)))
    return rows


def wording_label(field: str) -> str:
    """A part of an indicator's definition, as people call it."""
    return str(getattr(RoundIndicator._meta.get_field(field), "verbose_name", field))


def wording_value(field: str, value: str) -> str:
    """A value of the definition in words."""
    choices: dict[str, Any] = {
        "level": ResultLevel, "value_type": ValueType, "rollup": Rollup,
    }  # fmt: skip
    if field == "required":
        return yes_no(value == "True")
    if field in choices:
        return str(dict(choices[field].choices).get(value, value))
    return value or "–"
