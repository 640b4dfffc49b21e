"""How much room a chart of a Word file takes, so that no word in it stands on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from docx.shared import Cm

from onde_portal.documents.blocks import ChartForm, Point
from onde_portal.documents.columns import letters
from onde_portal.documents.word_page import TEXT_WIDTH

# All in centimetres: room on a page, and what a letter, a line and a bar of it take.
WIDE, TALLEST, STANDING = TEXT_WIDTH / Cm(1), 18.0, 6.5
LETTER, LINE, BAR, WIDEST_COLUMN = 0.2, 0.55, 0.5, 1.3
# Where the paper's font is missing, letters are as much wider.
WIDER = 1.35
SPACE, EDGE = 0.4, 0.15
LABELS, WORDS = (2.4, 7.0), (1.0, 4.0)
LABEL_LINES = 3
# Of a bar's width, in per cent, as the schema has it.
WIDEST_GAP = 500
# A group's name has the whole width to itself.
NAME_LETTERS = int((WIDE - 2 * EDGE) / (LETTER * WIDER))


@dataclass(frozen=True, slots=True)
class Frame:
    """The room around the bars and the height of it all; ``gap`` is between bars, in per cent."""

    height: float
    left: float
    right: float
    top: float
    bottom: float
    gap: int

    @property
    def shares(self) -> dict[str, str]:
        """Where the bars stand, as shares of the drawing; names begin ``back`` of the axis."""
        return {
            "x": f"{self.left / WIDE:.4f}",
            "y": f"{self.top / self.height:.4f}",
            "w": f"{1 - (self.left + self.right) / WIDE:.4f}",
            "h": f"{1 - (self.top + self.bottom) / self.height:.4f}",
            "gap": str(self.gap),
            "back": f"{(EDGE - self.left) / WIDE:.4f}",
        }


def label_of(point: Point) -> str:
    """A gap has no mark that could bear its words: they stand at the label."""
    return point.label if point.value is not None else f"{point.label} {point.shown}".strip()


def _widths(points: Sequence[Point]) -> tuple[float, float]:
    """The room for the longest label and for the longest words at a mark."""
    label = max(letters(label_of(point)) for point in points)
    shown = max(letters(point.shown) for point in points)
    return label * LETTER, shown * LETTER


def _between(width: float, limits: tuple[float, float]) -> float:
    return min(max(width, limits[0]), limits[1])


def _lying_height(points: Sequence[Point]) -> float:
    """Of a bar with the space about it: its label is wrapped where it is long."""
    label, _shown = _widths(points)
    lines = max(1, ceil(label / (LABELS[1] - SPACE)))
    return min(max(BAR, lines * LINE) + EDGE, TALLEST)


def _standing_width(points: Sequence[Point]) -> float:
    """Of a column with the space about it: its label takes a few lines."""
    label, shown = _widths(points)
    return max(shown, label / LABEL_LINES) + EDGE


def most(points: Sequence[Point], form: ChartForm) -> int:
    """How many bars or columns a drawing has room for."""
    if form is ChartForm.LYING:
        return max(1, int(TALLEST / _lying_height(points)))
    return max(1, int(WIDE / _standing_width(points)))


def frame(points: Sequence[Point], form: ChartForm, count: int) -> Frame:
    """The room for so many rows, among them those of the points."""
    label, shown = _widths(points)
    if form is ChartForm.LYING:
        each = _lying_height(points)
        left = _between(label * WIDER + SPACE, LABELS)
        right = _between(shown * WIDER + SPACE, WORDS)
        return Frame(each * count + 2 * EDGE, left, right, EDGE, EDGE, _gap(each, BAR))
    each = (WIDE - 2 * EDGE) / count
    lines = min(max(1, ceil((label + EDGE) / each)), LABEL_LINES)
    bottom = lines * LINE + EDGE
    gap = _gap(each, min(each * 0.64, WIDEST_COLUMN))
    return Frame(STANDING + bottom, EDGE, EDGE, LINE, bottom, gap)


def _gap(each: float, bar: float) -> int:
    return min(round(100 * (each / bar - 1)), WIDEST_GAP)
