"""A report as parts: blocks for screen and paper, tables with raw values for sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onde_portal.documents.blocks import Block, Chapter, Heading
from onde_portal.exchange.workbook import Sheet as FileSheet
from onde_portal.ui.figures import FigureTable, Numbers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a report; ``links`` are the addresses behind its rows, on the screen."""

    table: FigureTable
    links: tuple[str, ...] = ()

    def rows(self, first: int, last: int) -> "Sheet":
        """The same table with some of its rows."""
        part = replace(self.table, rows=self.table.rows[first:last])
        return Sheet(part, self.links[first:last])


PartBlock = Block | Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of a report. ``key`` is its anchor on the screen."""

    key: str
    title: str
    blocks: tuple[PartBlock, ...]

    @property
    def sheets(self) -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet)]


def chapters(parts: Sequence[Part], numbers: Numbers) -> tuple[Chapter, ...]:
    """The parts as chapters of a paper, numbered, in the digits of its language."""
    return tuple(
        Chapter(numbers.words(f"{number}. {part.title}"), tuple(_on_paper(part, numbers)))
        for number, part in enumerate(parts, start=1)
    )


def _on_paper(part: Part, numbers: Numbers) -> Iterator[Block]:
    for block in part.blocks:
        if isinstance(block, Sheet):
            yield Heading(numbers.words(block.table.title), level=3)
            yield block.table.block(numbers)
        else:
            yield block


def file_sheets(parts: Sequence[Part]) -> list[FileSheet]:
    """Every table as a sheet with raw values."""
    return [
        FileSheet(sheet.table.title, sheet.table.header, sheet.table.rows)
        for part in parts
        for sheet in part.sheets
    ]
