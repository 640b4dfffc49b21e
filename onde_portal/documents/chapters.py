"""A long paper cut into parts that are laid out side by side, each small enough for one child.

Short chapters share a part; a long one is cut between its blocks, and a long table between its
rows, where its head stands again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from onde_portal.documents.blocks import Block, Chapter, Entries, Facts, Heading, Paragraph, Table
from onde_portal.documents.columns import LINE, letters

# About 25 pages: a child stays far below 400 MB, and its start is a small part of its work.
PART_LINES = 900
# Shorter papers are cut at chapters, so that every child has something to do.
FEWEST_PARTS, SMALLEST_PART = 4, 150
CHART_LINES = 14
HEADING_LINES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A chapter, or what follows of one: then it has no title."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> int:
        return HEADING_LINES + sum(lines_of(block) for block in self.blocks)


Part = tuple[Piece, ...]


def parts_of(chapters: Iterable[Chapter]) -> list[Part]:
    """The chapters in parts of about ``PART_LINES`` lines at most, in their order."""
    pieces = [piece for chapter in chapters for piece in _pieces_of(chapter)]
    total = sum(piece.lines for piece in pieces)
    room = min(PART_LINES, max(SMALLEST_PART, total // FEWEST_PARTS))
    parts: list[Part] = []
    for piece in pieces:
        together = sum(one.lines for one in parts[-1]) + piece.lines if parts else 0
        if parts and piece.title and together <= room:
            parts[-1] = (*parts[-1], piece)
        else:
            parts.append((piece,))
    return parts


def lines_of(block: Block) -> int:
    """About how many lines a block takes on paper."""
    if isinstance(block, Table):
        return sum(row_lines(block, row) for row in (block.head, *block.rows))
    if isinstance(block, Entries):
        return sum(_wrapped(entry.text + entry.beside, LINE) for entry in block.items)
    if isinstance(block, Facts):
        return sum(_wrapped(value, LINE * 0.7) for _label, value in block.rows)
    if isinstance(block, Paragraph):
        return _wrapped(block.lead + block.text, LINE)
    return CHART_LINES if block.kind == "chart" else HEADING_LINES


def row_lines(table: Table, row: tuple[str, ...]) -> int:
    """About how many lines a row of a table takes."""
    widths = zip(row, table.widths, strict=False)
    return max((_wrapped(cell, LINE * width / 100) for cell, width in widths), default=1)


def _wrapped(text: str, width: float) -> int:
    return sum(max(1, ceil(letters(line) / max(width, 1))) for line in text.split("\n"))


def _pieces_of(chapter: Chapter) -> Iterator[Piece]:
    title, taken, lines = chapter.title, list[Block](), HEADING_LINES
    for block in _cut(chapter.blocks):
        wanted = lines_of(block)
        if taken and lines + wanted > PART_LINES:
            # A heading goes over to what it heads.
            kept = len(taken)
            while kept and isinstance(taken[kept - 1], Heading):
                kept -= 1
            if kept:
                yield Piece(title, tuple(taken[:kept]))
                title, taken = "", taken[kept:]
                lines = HEADING_LINES * len(taken)
        taken.append(block)
        lines += wanted
    yield Piece(title, tuple(taken))


def _cut(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with long tables as several, alike in head and widths."""
    for block in blocks:
        if not isinstance(block, Table):
            yield block
            continue
        measured = replace(block, fixed_widths=block.widths)
        yield from _slices(measured) if lines_of(measured) > PART_LINES else [measured]


def _slices(table: Table) -> Iterator[Table]:
    rows: list[tuple[str, ...]] = []
    lines = 0
    for row in table.rows:
        wanted = row_lines(table, row)
        if rows and lines + wanted > PART_LINES - HEADING_LINES * 3:
            yield replace(table, rows=tuple(rows))
            rows, lines = [], 0
        rows.append(row)
        lines += wanted
    yield replace(table, rows=tuple(rows))
