"""Geometry of the three plots: lines per person, distribution, questions. Drawn by templates.

All plots use a view box of ``WIDTH`` units; colours and strokes are the style sheets'.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onde_portal.assessments.analysis.figures import shown_number
from onde_portal.assessments.analysis.records import Analysis, ItemResult

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 70, 570, 20, 260
BARS_LEFT, BARS_RIGHT = 50, 620
MOST_BINS = 21  # a bar for each score of the usual test of 20 questions
RANGES = 12
ROW, LABELS = 26, 60


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line at ``at`` with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Slope:
    """People with the same two scores: one line, thicker the more they are."""

    y_pre: float
    y_post: float
    pre: str
    post: str
    people: int
    width: float
    fell: bool


@dataclass(frozen=True, slots=True)
class Slopes:
    lines: tuple[Slope, ...]
    ticks: tuple[Tick, ...]
    mean_pre: float
    mean_post: float


@dataclass(frozen=True, slots=True)
class Bar:
    """People in a range of scores, before and after, side by side."""

    label: str
    x_pre: float
    x_post: float
    width: float
    y_pre: float
    y_post: float
    height_pre: float
    height_post: float
    pre: int
    post: int


@dataclass(frozen=True, slots=True)
class Distribution:
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class ItemMark:
    """A question's row: where its difficulty stood before and after."""

    y: float
    label: str
    x_pre: float | None
    x_post: float | None
    pre: str
    post: str


@dataclass(frozen=True, slots=True)
class ItemPlot:
    marks: tuple[ItemMark, ...]
    ticks: tuple[Tick, ...]
    height: int


def _height_of(value: float, most: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / most, 1) if most else float(BOTTOM)


def slopes(analysis: Analysis) -> Slopes:
    """A line for each pair of scores, from before to after."""
    most = analysis.maximum
    lines = tuple(
        Slope(
            y_pre=_height_of(pre, most),
            y_post=_height_of(post, most),
            pre=shown_number(pre, 0),
            post=shown_number(post, 0),
            people=people,
            width=min(6.0, 1.0 + 0.6 * (people - 1)),
            fell=post < pre,
        )
        for (pre, post), people in sorted(Counter(analysis.pairs).items())
    )
    ticks = tuple(
        Tick(_height_of(most * part / 4, most), shown_number(most * part / 4, 0))
        for part in range(5)
    )
    return Slopes(
        lines,
        ticks,
        _height_of(analysis.pre.mean or 0, most),
        _height_of(analysis.post.mean or 0, most),
    )


def distribution(analysis: Analysis) -> Distribution:
    """How many people have which score: a bar for each score, or for ranges of a long test."""
    most_points = int(analysis.maximum)
    span = _span_of(most_points)
    count = most_points // span + 1
    before, after = ([0] * count for _test in range(2))
    for pre, post in analysis.pairs:
        before[min(count - 1, int(pre // span))] += 1
        after[min(count - 1, int(post // span))] += 1
    most = max([*before, *after, 1])
    step = (BARS_RIGHT - BARS_LEFT) / count
    width = round(step * 0.4, 1)
    bars = tuple(
        Bar(
            label=_bin_label(number * span, min((number + 1) * span - 1, most_points)),
            x_pre=round(BARS_LEFT + number * step + step * 0.1, 1),
            x_post=round(BARS_LEFT + number * step + step * 0.5, 1),
            width=width,
            y_pre=_height_of(before[number], most),
            y_post=_height_of(after[number], most),
            height_pre=round(BOTTOM - _height_of(before[number], most), 1),
            height_post=round(BOTTOM - _height_of(after[number], most), 1),
            pre=before[number],
            post=after[number],
        )
        for number in range(count)
    )
    marks = sorted({0, most // 2, most})
    return Distribution(bars, tuple(Tick(_height_of(value, most), str(value)) for value in marks))


def _span_of(most_points: int) -> int:
    """How many scores share a bar: 1, or the least round number that leaves ``RANGES`` bars."""
    if most_points < MOST_BINS:
        return 1
    rounds = (step * power for power in (1, 10, 100, 1000, 10_000) for step in (1, 2, 5))
    return next(span for span in rounds if most_points // span + 1 <= RANGES)


def _bin_label(low: int, high: int) -> str:
    return str(low) if high == low else f"{low}–{high}"


def item_plot(items: Sequence[ItemResult]) -> ItemPlot:
    """The share of right answers to each question before (open) and after (filled)."""

    def place(share: float | None) -> float | None:
        return None if share is None else round(LABELS + (BARS_RIGHT - LABELS) * share, 1)

    def figure(item: ItemResult, test: str) -> float | None:
        found = getattr(item, test)
        return found.difficulty if found else None

    marks = tuple(
        ItemMark(
            y=TOP + ROW * number + ROW / 2,
            label=item.label,
            x_pre=place(figure(item, "pre")),
            x_post=place(figure(item, "post")),
            pre=shown_number(figure(item, "pre")),
            post=shown_number(figure(item, "post")),
        )
        for number, item in enumerate(items)
    )
    ticks = tuple(
        Tick(LABELS + (BARS_RIGHT - LABELS) * part / 4, f"{25 * part} %") for part in range(5)
    )
    return ItemPlot(marks, ticks, TOP + ROW * len(items) + 40)
