"""Charts laid out on the server: numbers in, marks with places out; templates draw the SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 28, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bar shows: a label, a value, perhaps a plan beside it, and where it leads."""

    label: str
    value: float | None
    title: str
    plan: float | None = None
    url: str = ""
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar with its place in the drawing, in its units from the top left."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    plan_y: float | None
    right: float
    centre: float
    value_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A drawing of bars; ``title`` says what it shows in a sentence."""

    title: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_y: int = HEIGHT - 10


def nice_step(highest: float, ticks: int = 4) -> float:
    """A round distance (1, 2, 5 times a power of ten) for about so many ticks; at least 1."""
    if highest <= ticks:
        return 1
    raw = highest / ticks
    power = 10 ** int(log10(raw))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= raw))


def bar_chart(title: str, bars: Sequence[Bar]) -> BarChart:
    """Lay out vertical bars from zero, with plan lines. No bars and all zeroes are fine, too."""
    highest = max([0.0, *(bar.value or 0 for bar in bars), *(bar.plan or 0 for bar in bars)])
    step = nice_step(highest)
    top = max(step, step * ceil(highest / step))
    room = HEIGHT - TOP - BOTTOM

    def y_of(value: float) -> float:
        return round(HEIGHT - BOTTOM - room * value / top, 1)

    slot = (WIDTH - LEFT - RIGHT) / max(1, len(bars))
    width = round(min(56.0, slot * 0.64), 1)
    marks = []
    for place, bar in enumerate(bars):
        centre = round(LEFT + slot * (place + 0.5), 1)
        y = y_of(bar.value or 0)
        plan_y = y_of(bar.plan) if bar.plan is not None else None
        value_y = min(y, plan_y if plan_y is not None else y) - 7
        marks.append(
            Mark(
                bar=bar,
                x=round(centre - width / 2, 1),
                y=y,
                width=width,
                height=round(HEIGHT - BOTTOM - y, 1),
                plan_y=plan_y,
                right=round(centre + width / 2, 1),
                centre=centre,
                value_y=round(value_y, 1),
            )
        )
    count = round(top / step)
    ticks = tuple(Tick(y_of(step * turn), f"{step * turn:,.0f}") for turn in range(count + 1))
    return BarChart(title, tuple(marks), ticks)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: a tone (good, warn, bad, rest), a count and where it leads."""

    label: str
    count: int
    tone: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StackMark:
    part: Part
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Stack:
    title: str
    marks: tuple[StackMark, ...]
    total: int


def stacked_bar(title: str, parts: Sequence[Part]) -> Stack:
    """Lay the parts side by side over a width of 100; empty parts take none."""
    total = sum(part.count for part in parts)
    marks, x = [], 0.0
    for part in parts:
        width = 100 * part.count / total if total else 0.0
        marks.append(StackMark(part, round(x, 2), round(width, 2)))
        x += width
    return Stack(title, tuple(marks), total)
