"""The small charts of a comparison and the table beside them: the same figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hubs.models import Hub
from monitoring.models import Indicator, Round
from onde_portal.oversight.reports.hub_rounds import round_label
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.compared import Comparison, Side
from onde_portal.oversight.values import not_applicable, plain, scale_for, value_words
from onde_portal.registry.models import LaoType
from onde_portal.ui.lines import SMALL, Line, LineChart, Reading, Scale, line_chart
from onde_portal.ui.templatetags.ui import localized


@dataclass(frozen=True, slots=True)
class Multiple:
    """A hub's small chart; ``change`` from its first to its latest value, in words."""

    hub: Hub
    chart: LineChart
    first: str
    latest: str
    change: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedSet:
    """An indicator's charts on one scale, and the rows of its table with the medians below."""

    indicator: Indicator
    labels: tuple[tuple[str, str], ...]
    multiples: tuple[Multiple, ...]
    medians: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a comparison, as its file lists it."""

    indicator: Indicator
    hub: Hub
    round: Round
    value: Decimal | None
    silent: bool
    median: Decimal | None


def figures(comparison: Comparison, rounds: Sequence[Round]) -> Iterator[Figure]:
    """Every hub and round with what was said; a round without a report has an empty value."""
    for side in comparison.sides:
        for item in rounds:
            value = side.values.get(item.pk)
            median = comparison.medians.get((item.pk, side.hub.lao.type_id))
            yield Figure(
                comparison.indicator, side.hub, item, value,
                item.pk in side.values and value is None, median.median if median else None,
            )  # fmt: skip


def shown_set(comparison: Comparison, rounds: Sequence[Round]) -> ComparedSet:
    """Lay out the charts of one indicator."""
    kind = comparison.indicator.value_type
    values = [value for side in comparison.sides for value in side.values.values()]
    medians = [spread.median for spread in comparison.medians.values()]
    scale = scale_for(kind, [*values, *medians])
    return ComparedSet(
        indicator=comparison.indicator,
        labels=tuple((round_label(item), str(item)) for item in rounds),
        multiples=tuple(_multiple(comparison, side, rounds, scale) for side in comparison.sides),
        medians=tuple(_medians(comparison, rounds)),
    )


def _multiple(
    comparison: Comparison, side: Side, rounds: Sequence[Round], scale: Scale
) -> Multiple:
    numbers, kind = OnScreen(), comparison.indicator.value_type
    first, latest = side.ends(rounds)
    cells = tuple(_said(side, item, kind) for item in rounds)
    own = tuple(_own(side, item, said) for item, said in zip(rounds, cells, strict=True))
    other = tuple(_median(comparison, side, item) for item in rounds)
    title = _("%(hub)s: first %(first)s, latest %(latest)s") % {
        "hub": side.hub.name,
        "first": value_words(first, kind, numbers),
        "latest": value_words(latest, kind, numbers),
    }
    lines = [Line(side.hub.name, own), Line(_("Median of the type of LAO"), other, dashed=True)]
    labels = [round_label(item) for item in rounds]
    return Multiple(
        hub=side.hub,
        chart=line_chart(title, labels, lines, frame=SMALL, scale=scale),
        first=value_words(first, kind, numbers),
        latest=value_words(latest, kind, numbers),
        change=_change(first, latest),
        cells=cells,
    )


def _change(first: Decimal | None, latest: Decimal | None) -> str:
    if first is None or latest is None:
        return ""
    sign = "+" if latest > first else ""
    return f"{sign}{plain(latest - first, OnScreen())}"


def _said(side: Side, round_: Round, kind: str) -> str:
    if round_.pk not in side.values:
        return ""
    value = side.values[round_.pk]
    return not_applicable() if value is None else value_words(value, kind, OnScreen())


def _own(side: Side, round_: Round, said: str) -> Reading:
    value = side.values.get(round_.pk)
    return Reading(
        value=None if value is None else float(value),
        title=f"{round_}: {said or _('no report')}",
        shown=said,
        silent=round_.pk in side.values and value is None,
    )


def _median(comparison: Comparison, side: Side, round_: Round) -> Reading:
    spread = comparison.medians.get((round_.pk, side.hub.lao.type_id))
    if spread is None:
        return Reading(None)
    said = value_words(spread.median, comparison.indicator.value_type, OnScreen())
    name = _("Median of the type of LAO")
    return Reading(float(spread.median), f"{name}, {round_}: {said}", said)


def _medians(
    comparison: Comparison, rounds: Sequence[Round]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A row of medians for each type of LAO among the hubs."""
    kinds: dict[str, LaoType] = {side.hub.lao.type_id: side.hub.lao.type
                                 for side in comparison.sides}  # fmt: skip
    kind_of_value, numbers = comparison.indicator.value_type, OnScreen()
    for kind in sorted(kinds.values(), key=lambda item: item.position):
        found = [comparison.medians.get((item.pk, kind.pk)) for item in rounds]
        said = (value_words(one.median, kind_of_value, numbers) if one else "" for one in found)
        yield _("Median: %(type)s") % {"type": localized(kind, "name")}, tuple(said)
