"""The parts of a paper, once for its PDF and its Word file: both say the same words.

A paper is a list of blocks. ``templates/print/blocks.html`` prints them, ``documents.word`` writes
them. ``kind`` tells a template which block it has.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from onde_portal.documents.columns import column_widths
from onde_portal.thai.digits import to_thai

CHART_STYLE = Path(__file__).resolve().parent.parent.parent / "static" / "css" / "paper-chart.css"
_SVG = re.compile(r"<svg\b[^>]*>")
_LATIN = re.compile(r"[A-Za-z@]|://")


@cache
def _chart_style() -> str:
    """How a drawing looks on paper: a page's own style sheets do not reach into it."""
    return CHART_STYLE.read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's name, bold in the middle."""

    kind: ClassVar[str] = "title"
    text: str


@dataclass(frozen=True, slots=True)
class Centred:
    """A line in the middle below the title."""

    kind: ClassVar[str] = "centred"
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A bold heading; level 2 under the title, level 3 under that."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; its first line is indented 2.5 cm. ``lead`` is bold and stands before it."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered line of a list, in columns: number, words, and what belongs to them."""

    number: str
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A numbered list without borders, such as those present with their positions."""

    kind: ClassVar[str] = "entries"
    items: tuple[Entry, ...]

    @property
    def has_beside(self) -> bool:
        return any(item.beside for item in self.items)


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with borders; ``numeric`` are the columns (from 0) that stand to the right.

    ``by_hand`` are columns that people write into, with room for a pen. ``fixed_widths`` are the
    columns' widths in percent where they are not to be told from the words.
    """

    kind: ClassVar[str] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = field(default_factory=frozenset)
    by_hand: frozenset[int] = field(default_factory=frozenset)
    fixed_widths: tuple[int, ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """Each column's width in percent; together 100."""
        return self.fixed_widths or column_widths(self.head, self.rows, self.numeric, self.by_hand)


class ChartForm(StrEnum):
    """How a chart is drawn: bars that lie, columns that stand, or a line over time."""

    LYING = "lying"
    STANDING = "standing"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart as people read it (``shown``) and as a number; None is a gap.

    Points of the same ``group`` stand under its name, on a scale of their own.
    """

    label: str
    shown: str
    value: float | None
    is_now: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its figures. ``svg`` is markup of our own, readable in grey; Word draws the
    ``points`` itself, so that officers can go on editing them.

    ``top`` is where the scale ends, given if other drawings have the same; groups have their own.
    """

    kind: ClassVar[str] = "chart"
    title: str
    svg: str
    points: tuple[Point, ...]
    form: ChartForm = ChartForm.LYING
    top: float | None = None

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Labels with their values, for whoever cannot see the drawing."""
        return tuple(
            (" · ".join(filter(None, (point.group, point.label))), point.shown)
            for point in self.points
        )

    @property
    def alternative(self) -> str:
        """All that the drawing shows, in words."""
        rows = "; ".join(f"{label} {value}" for label, value in self.rows)
        return f"{self.title}: {rows}" if rows else self.title

    @property
    def described(self) -> SafeString:
        """The drawing in the tones of paper; its first title says what it shows."""
        inside = f"<title>{escape(self.alternative)}</title><style>{_chart_style()}</style>"
        return mark_safe(_SVG.sub(lambda tag: tag[0] + inside, self.svg, count=1))  # noqa: S308


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines in the right half: a place to sign, the name in brackets, the office held."""

    kind: ClassVar[str] = "signature"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemoHead:
    """The head of a memo (บันทึกข้อความ). ``emblem`` is a ``data:`` image; empty leaves its space."""

    kind: ClassVar[str] = "memo_head"
    title: str
    unit: tuple[str, str]
    number: tuple[str, str]
    day: tuple[str, str]
    subject: tuple[str, str]
    emblem: str = ""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The head of an external letter: emblem, number at the left, the sender's address, the day."""

    kind: ClassVar[str] = "letter_head"
    number: str
    address: tuple[str, ...]
    day: str
    emblem: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Labels with words beside them, such as เรื่อง and เรียน of a letter; several words, lines."""

    kind: ClassVar[str] = "lines"
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class LetterEnd:
    """Who answers for a letter, at its bottom left: unit, telephone, e-mail."""

    kind: ClassVar[str] = "letter_end"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A superior's decision with typed name, office, day and time in the place of a signature."""

    kind: ClassVar[str] = "decided"
    decision: str
    remarks: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Where anyone checks what was decided: a heading, the code with its label, address, QR code.

    ``image`` is a PNG as a ``data:`` image.
    """

    kind: ClassVar[str] = "check_code"
    title: str
    label: str
    code: str
    address: str
    image: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own, such as a list that is enclosed."""

    kind: ClassVar[str] = "new_page"


Block = (
    MemoHead | LetterHead | Lines | LetterEnd | Decided | CheckCode | NewPage
    | Title | Centred | Heading | Paragraph | Entries | Facts | Table | Chart | Signature
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a long paper: it begins on a page of its own and stands in the contents."""

    title: str
    blocks: tuple[Block, ...]


def paper_digits(text: str, language: str) -> str:
    """Typed words for a paper: Thai digits in Thai, but not in addresses and Latin names."""
    if language.startswith("en"):
        return text
    parts = re.split(r"(\s+)", text)
    return "".join(part if _LATIN.search(part) else to_thai(part) for part in parts)


def paragraphs(text: str, language: str) -> list[Paragraph]:
    """Typed text as paragraphs, one for each line that says something."""
    lines = (line.strip() for line in text.split("\n"))
    return [Paragraph(paper_digits(line, language)) for line in lines if line]


def entries(lines: Sequence[tuple[str, str]], language: str) -> Entries:
    """Names with what belongs to them as a numbered list."""
    return Entries(
        tuple(
            Entry(
                paper_digits(f"{number}.", language),
                paper_digits(words, language),
                paper_digits(beside, language),
            )
            for number, (words, beside) in enumerate(lines, start=1)
        )
    )
