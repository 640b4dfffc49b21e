"""The rows of a chart's workbook: labels, numbers, the words at the marks, and what is drawn.

Bars of groups that have scales of their own stand in one drawing all the same: each is drawn as
long as its share of the group's highest number, which the workbook counts. A drawing for each
group would be more than some files bear: LibreOffice keeps twenty embedded objects in mind and
draws those that it has dropped anew in a wrong size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from onde_portal.documents.blocks import Chart, ChartForm, Point
from onde_portal.documents.chart_frames import NAME_LETTERS, label_of, most
from onde_portal.thai.lines import wrapped


@dataclass(frozen=True, slots=True)
class Row:
    """A mark, a gap, or a line of a group's name. ``formula`` counts ``share``, None in a gap."""

    label: str
    shown: str
    value: float | None
    is_now: bool = False
    is_name: bool = False
    share: float | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A native chart: ``chart`` is what it shows, ``rows`` are what its workbook holds.

    ``in_shares`` tells whether shares are drawn, or the numbers themselves.
    """

    chart: Chart
    rows: tuple[Row, ...]
    in_shares: bool = False

    def drawn(self, row: Row) -> float | None:
        """How long the row's bar is, or how high its mark stands."""
        return row.share if self.in_shares else row.value


@dataclass(frozen=True, slots=True)
class _Section:
    """Bars of a group that stand together; ``beyond`` is its highest number if others have it."""

    name: tuple[str, ...]
    points: tuple[Point, ...]
    beyond: float | None = None

    @property
    def count(self) -> int:
        return len(self.name) + len(self.points)


def drawings(block: Chart) -> Iterator[Drawing]:
    """One drawing, or several where it would not fit the page."""
    if _stand_together(block):
        yield from (_of_sections(block, found) for found in _pages(block))
        return
    for chart in _pieces(block):
        rows = (Row(label_of(one), one.shown, one.value, one.is_now) for one in chart.points)
        yield Drawing(chart, tuple(rows))


def _stand_together(block: Chart) -> bool:
    """Whether there are names to write above bars. They begin where all bars do, at zero."""
    named = any(point.group for point in block.points)
    return (
        named
        and block.form is ChartForm.LYING
        and all((one.value or 0) >= 0 for one in block.points)
    )


def _pieces(block: Chart) -> Iterator[Chart]:
    """A drawing for each scale, or several that share it."""
    for group, found in groupby(block.points, lambda point: point.group):
        points = [replace(point, group="") for point in found]
        pieces = ceil(len(points) / most(points, block.form))
        size = ceil(len(points) / pieces)
        highest = max((point.value or 0 for point in points), default=0)
        for first in range(0, len(points), size):
            yield replace(
                block,
                title=group or block.title,
                points=tuple(points[first : first + size]),
                top=block.top or (highest if pieces > 1 else None),
            )


def _pages(block: Chart) -> Iterator[list[_Section]]:
    """The groups that stand together on a page."""
    room = most(block.points, block.form)
    taken: list[_Section] = []
    for section in _sections(block.points, room):
        if taken and sum(one.count for one in (*taken, section)) > room:
            yield taken
            taken = []
        taken.append(section)
    yield taken


def _sections(points: Sequence[Point], room: int) -> Iterator[_Section]:
    """Each group, or pieces of it where it is taller than a page."""
    for group, found in groupby(points, lambda point: point.group):
        of_it, name = tuple(found), tuple(wrapped(group, NAME_LETTERS))
        size = max(1, room - len(name))
        beyond = _highest(of_it) if len(of_it) > size else None
        for first in range(0, len(of_it), size):
            yield _Section(name, of_it[first : first + size], beyond)


def _highest(points: Sequence[Point]) -> float:
    return max((point.value for point in points if point.value is not None), default=0)


def _of_sections(block: Chart, sections: Sequence[_Section]) -> Drawing:
    rows: list[Row] = []
    for section in sections:
        rows += [Row("", line, None, is_name=True, share=0.0) for line in section.name]
        # The workbook's first row is its head, and rows are counted from one.
        rows += _shares(section, len(rows) + 2)
    points = tuple(point for section in sections for point in section.points)
    # No number stands above the highest of its group.
    return Drawing(replace(block, points=points, top=1), tuple(rows), in_shares=True)


def _shares(section: _Section, first: int) -> Iterator[Row]:
    """A group without a number above zero has no scale: its bars have no length."""
    points, beyond = section.points, section.beyond
    highest = _highest(points) if beyond is None else beyond
    numbers = f"B${first}:B${first + len(points) - 1}"
    scale = f"MAX({numbers})" if beyond is None else f"MAX({numbers},{beyond:.16G})"
    for at, point in enumerate(points, start=first):
        share = point.value / highest if point.value else point.value
        formula = f"=IF(ISNUMBER(B{at}),IF({scale}>0,B{at}/{scale},0),NA())"
        yield Row(
            label_of(point), point.shown, point.value, point.is_now, share=share, formula=formula
        )
