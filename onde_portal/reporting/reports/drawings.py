"""Charts of the reports, the same on screen and paper: told apart in grey, a value at each mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from onde_portal.documents.blocks import Chart, ChartForm, Point
from onde_portal.thai.lines import wrapped
from onde_portal.ui.charts import Bar, bar_chart

WIDTH = 640
LEFT, ROOM = 96, 430
LINE, ROW, GAP = 19, 21, 10
LETTERS = 78
# A drawing as wide as the text is a page high at about a thousand.
TALLEST = 700
SHORTEST = 2.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A bar to draw: its label, its value, and the value as people read it."""

    label: str
    value: Decimal | None
    shown: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that share a scale, under a name."""

    name: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar with its place; ``middle`` is the height at which its words stand."""

    measure: Measure
    y: int
    middle: int
    width: float
    value_x: float


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    y: int


def bars(title: str, groups: Sequence[Group], *, shared: bool = False) -> Iterator[Chart]:
    """Lying bars from zero, each group on its own scale or all on a shared one.

    The bar that counts now is dark. What would not stand on a page together is drawn on more.
    """
    pages = list(_pages(groups))
    highest = max(map(_highest, groups), default=None) if shared else None
    top = float(highest) if highest and len(pages) > 1 else None
    for page in pages:
        points = tuple(_points(page, together=shared))
        yield Chart(title, _bars(title, page, highest), points, top=top)


def _pages(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The groups that stand together."""
    taken: list[Group] = []
    for group in groups:
        if taken and sum(map(_height, (*taken, group))) > TALLEST:
            yield taken
            taken = []
        taken.append(group)
    if taken:
        yield taken


def _highest(group: Group) -> Decimal:
    return max((item.value for item in group.measures if item.value), default=Decimal(0))


def _height(group: Group) -> int:
    return LINE * len(wrapped(group.name, LETTERS)) + ROW * len(group.measures) + GAP


def _bars(title: str, groups: Sequence[Group], scale: Decimal | None) -> str:
    words: list[Words] = []
    placed: list[Placed] = []
    y = 0
    for group in groups:
        for line in wrapped(group.name, LETTERS):
            words.append(Words(line, y + 14))
            y += LINE
        highest = _highest(group) if scale is None else scale
        for item in group.measures:
            share = float((item.value or 0) / highest) if highest else 0.0
            width = round(max(SHORTEST, ROOM * share), 1) if item.value else 0.0
            placed.append(Placed(item, y + 2, y + 14, width, round(LEFT + width + 6, 1)))
            y += ROW
        y += GAP
    context = {
        "title": title, "words": words, "bars": placed,
        "width": WIDTH, "height": max(ROW, y - GAP), "left": LEFT,
    }  # fmt: skip
    return _drawn("reporting/bars.html", context)


def _points(groups: Sequence[Group], *, together: bool) -> Iterator[Point]:
    """The bars' figures; on a shared scale names of groups belong to the labels."""
    for group in groups:
        for item in group.measures:
            if together:
                label = " · ".join(filter(None, (group.name, item.label)))
                yield _point(item, label)
            else:
                yield _point(item, item.label, group.name)


def _point(measure: Measure, label: str, group: str = "") -> Point:
    value = None if measure.value is None else float(measure.value)
    return Point(label, measure.shown, value, measure.is_now, group)


def columns(title: str, measures: Sequence[Measure]) -> Chart:
    """Standing bars over time, the latest dark."""
    drawn = [
        Bar(
            label=item.label,
            value=None if item.value is None else float(item.value),
            title=item.shown,
            is_now=item.is_now,
        )
        for item in measures
    ]
    context = {"chart": bar_chart(title, drawn)}
    points = tuple(_point(item, item.label) for item in measures)
    return Chart(title, _drawn("reporting/columns.html", context), points, ChartForm.STANDING)


def _drawn(template: str, context: dict[str, Any]) -> str:
    return "".join(line.strip() for line in render_to_string(template, context).splitlines())
