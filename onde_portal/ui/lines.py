"""Lines over time laid out on the server: gaps where nothing was said, a second line dashed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from onde_portal.ui.charts import Tick, nice_step


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing in its own units, with the room around what is drawn."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


LARGE = Frame(480, 240, 52, 24, 28, 30)
SMALL = Frame(320, 150, 40, 16, 22, 24)
SPARK = Frame(120, 32, 4, 4, 5, 5)
PAPER = Frame(640, 150, 52, 24, 24, 26)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value at its place in time. ``value`` None is a gap; ``silent``: asked, not applicable.

    ``title`` says it in a sentence, ``shown`` is the value as people read it.
    """

    value: float | None
    title: str = ""
    shown: str = ""
    url: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Readings in the order of time. ``dashed`` tells a second line from the first in grey."""

    label: str
    readings: tuple[Reading, ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """What the drawing's height stands for, from zero (or the lowest value below) to ``top``."""

    low: float
    top: float
    step: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading with its place; ``written`` where its value stands in the drawing."""

    reading: Reading
    x: float
    y: float
    text_y: float
    anchor: str
    written: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as stretches without a gap, each a list of points ``x,y x,y``."""

    line: Line
    stretches: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A place in time: its label below, and the stripe that leads to what lies behind."""

    label: str
    x: float
    left: float
    width: float
    reading: Reading
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A drawing of lines; ``title`` says what it shows in a sentence."""

    title: str
    drawn: tuple[Drawn, ...]
    columns: tuple[Column, ...]
    silent: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    frame: Frame
    bare: bool

    @property
    def right(self) -> int:
        return self.frame.width - self.frame.right

    @property
    def base(self) -> int:
        return self.frame.height - self.frame.bottom

    @property
    def has_values(self) -> bool:
        return any(item.dots for item in self.drawn)


def scale_of(values: Iterable[float | None], *, top: float | None = None) -> Scale:
    """One scale for many drawings. ``top`` is given where it is known, such as 100 per cent."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if top is not None and high <= top and low == 0:
        return Scale(0, top, top / 2)
    step = nice_step(high - low, 2)
    return Scale(step * (low // step), max(step, step * ceil(high / step)), step)


def line_chart(
    title: str,
    labels: Sequence[str],
    lines: Sequence[Line],
    *,
    frame: Frame = LARGE,
    scale: Scale | None = None,
) -> LineChart:
    """Lay out the lines; the first one's readings are those that links and signs stand for.

    A sparkline has neither scale nor labels. No readings and gaps only are fine, too.
    """
    all_values = [item.value for line in lines for item in line.readings]
    shown = scale or scale_of(all_values)
    room = _Room(frame, len(labels), shown)
    first = lines[0].readings if lines else ()
    bare = frame is SPARK
    return LineChart(
        title=title,
        drawn=tuple(room.draw(line, written=not line.dashed and not bare) for line in lines),
        columns=() if bare else room.columns(labels, first),
        silent=tuple(
            room.dot(place, item, 0.0, written=False)
            for place, item in enumerate(first)
            if item.silent
        ),
        ticks=() if bare else room.ticks(),
        frame=frame,
        bare=bare,
    )


class _Room:
    """Places within a frame for so many points in time."""

    def __init__(self, frame: Frame, count: int, scale: Scale) -> None:
        self.frame, self.count, self.scale = frame, count, scale
        self.across = frame.width - frame.left - frame.right
        self.up = frame.height - frame.top - frame.bottom

    def x(self, place: int) -> float:
        gaps = max(1, self.count - 1)
        middle = self.across / 2 if self.count == 1 else 0
        return round(self.frame.left + middle + self.across * place / gaps, 1)

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / ((self.scale.top - self.scale.low) or 1)
        return round(self.frame.height - self.frame.bottom - self.up * share, 1)

    def dot(self, place: int, reading: Reading, value: float, *, written: bool) -> Dot:
        x, y = self.x(place), self.y(value)
        return Dot(reading, x, y, round(max(12.0, y - 8), 1), self.anchor(place), written)

    def anchor(self, place: int) -> str:
        """Words at the edges stand inside the drawing."""
        if self.count > 1 and place == self.count - 1:
            return "end"
        return "start" if self.count > 1 and place == 0 else "middle"

    def draw(self, line: Line, *, written: bool) -> Drawn:
        known = [place for place, item in enumerate(line.readings) if item.value is not None]
        ends = {known[0], known[-1]} if known and written else set()
        dots: list[Dot] = []
        stretches: list[list[str]] = []
        points: list[str] = []
        for place, item in enumerate(line.readings):
            if item.value is None:
                stretches.append(points)
                points = []
                continue
            dot = self.dot(place, item, item.value, written=place in ends)
            dots.append(dot)
            points.append(f"{dot.x},{dot.y}")
        stretches.append(points)
        drawn = tuple(" ".join(part) for part in stretches if len(part) > 1)
        return Drawn(line, drawn, tuple(dots))

    def columns(self, labels: Sequence[str], readings: Sequence[Reading]) -> tuple[Column, ...]:
        wide = self.across / max(1, self.count - 1)
        every = max(1, ceil(self.count * 44 / self.across))
        last = self.count - 1
        return tuple(
            Column(
                label=label if place == last or self._has_label(place, every) else "",
                x=self.x(place),
                left=round(self.x(place) - wide / 2, 1),
                width=round(wide, 1),
                reading=readings[place] if place < len(readings) else Reading(None),
                anchor=self.anchor(place),
            )
            for place, label in enumerate(labels)
        )

    def _has_label(self, place: int, every: int) -> bool:
        """Every so-manieth column is named, and none that would touch the last one's name."""
        return place % every == 0 and place + every <= self.count - 1

    def ticks(self) -> tuple[Tick, ...]:
        count = round((self.scale.top - self.scale.low) / self.scale.step)
        values = (self.scale.low + self.scale.step * turn for turn in range(count + 1))
        return tuple(Tick(self.y(value), f"{value:,g}") for value in values)
