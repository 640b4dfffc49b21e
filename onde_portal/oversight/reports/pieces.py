"""What a hub's file is made of: the same blocks for its page and its paper.

The page adds links to rows and draws small lines; the paper draws them large. What a text says is
written once, with ``Numbers`` of the screen or of the paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.template.loader import render_to_string

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.blocks import (
    Block,
    Chapter,
    Chart,
    ChartForm,
    Facts,
    Heading,
    Paragraph,
    Point,
    Table,
)
from onde_portal.ui.figures import FigureTable, Numbers
from onde_portal.ui.lines import PAPER, SPARK, Line, LineChart, Scale, line_chart

HIDDEN = "•••"


class Reader(StrEnum):
    """Who reads: the Office, those for whom people are masked, or the hub's own LAO."""

    OFFICE = "office"
    MASKED = "masked"
    LAO = "lao"

    @property
    def sees_people(self) -> bool:
        return self is not Reader.MASKED

    @property
    def is_lao(self) -> bool:
        return self is Reader.LAO

    def person(self, text: str) -> str:
        """A person's name or number, hidden from those who may not see it."""
        return text if self.sees_people or not text else HIDDEN


def reader_of(user: User) -> Reader:
    """As whom this person reads the files of hubs that he or she may see."""
    if not user.is_office:
        return Reader.LAO
    return Reader.OFFICE if may(user, Action.READ_PERSONAL_DATA) else Reader.MASKED


@dataclass(frozen=True, slots=True)
class Story:
    """A line over the rounds: its labels and readings, to be drawn small or large."""

    title: str
    labels: tuple[str, ...]
    line: Line
    scale: Scale

    def spark(self) -> LineChart:
        return line_chart(self.title, self.labels, [self.line], frame=SPARK, scale=self.scale)

    def chart(self) -> Chart:
        """The drawing for a paper, with its figures."""
        drawn = line_chart(self.title, self.labels, [self.line], frame=PAPER, scale=self.scale)
        svg = render_to_string("components/line_chart.html", {"chart": drawn})
        points = tuple(
            Point(label, item.shown or "–", item.value)
            for label, item in zip(self.labels, self.line.readings, strict=True)
        )
        return Chart(self.title, svg, points, ChartForm.LINE, self.scale.top)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block; ``urls`` are where its rows lead on the page, ``stories`` lines beside them."""

    block: Block
    urls: tuple[str, ...] = ()
    stories: tuple[Story | None, ...] = ()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The headings of a table, and whether its figures stand to the right."""
        if not isinstance(self.block, Table):
            return []
        return [(label, at in self.block.numeric) for at, label in enumerate(self.block.head)]

    @property
    def rows(self) -> Iterator[tuple[Any, str, Any]]:
        """Rows of a table or of facts, each with its link and its line.

        A cell of a table comes with its heading and whether it stands to the right.
        """
        sparks = [item.spark() if item else None for item in self.stories]
        if isinstance(self.block, Table):
            cells = ([*zip(row, self.heads, strict=True)] for row in self.block.rows)
            return zip_longest(cells, self.urls, sparks)
        rows = self.block.rows if isinstance(self.block, Facts) else ()
        return zip_longest(rows, self.urls, sparks)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file with the manual's section; without pieces it says that it is empty."""

    key: str
    title: str
    section: str
    empty: str
    pieces: tuple[Piece, ...] = field(default_factory=tuple)

    def blocks(self, numbers: Numbers) -> Iterator[Block]:
        """The part on paper, below its title."""
        for piece in self.pieces:
            yield from _on_paper(piece)
        if not self.pieces:
            yield Paragraph(numbers.words(self.empty))


def chapter(title: str, parts: Sequence[Part], numbers: Numbers) -> Chapter:
    """Parts that belong together, each under its title; a single one is the chapter itself."""
    blocks: list[Block] = []
    for part in parts:
        if len(parts) > 1:
            blocks.append(Heading(numbers.words(part.title)))
        blocks += part.blocks(numbers)
    return Chapter(numbers.words(title), tuple(blocks))


# A line needs two points; a single value stands in the table.
POINTS = 2


def _on_paper(piece: Piece) -> Iterator[Block]:
    yield piece.block
    for story in piece.stories:
        if story and sum(item.value is not None for item in story.line.readings) >= POINTS:
            yield story.chart()


def facts(rows: Sequence[tuple[str, ...]]) -> Iterator[Piece]:
    """Labels with what is known; what is empty is left out. A third part is the row's link."""
    known = [row for row in rows if row[1]]
    if known:
        urls = tuple(row[2] if len(row) > 2 else "" for row in known)  # noqa: PLR2004
        yield Piece(Facts(tuple((row[0], row[1]) for row in known)), urls)


def table(
    found: FigureTable, numbers: Numbers, urls: Sequence[str] = (), *, widths: tuple[int, ...] = ()
) -> Iterator[Piece]:
    """A table with its heading; nothing at all where it has no rows.

    ``widths`` are those of its columns on paper, in per cent.
    """
    if found.rows:
        if found.title:
            yield Piece(Heading(numbers.words(found.title), level=3))
        yield Piece(replace(found.block(numbers), fixed_widths=widths), tuple(urls))
