"""A report as parts: blocks for screen and paper, tables with raw values for sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from onde_portal.documents.blocks import Block, Chapter, Heading
from onde_portal.exchange.workbook import Sheet as FileSheet
from onde_portal.ui.figures import FigureTable, Numbers

# A chapter is laid out at once: longer tables go on in chapters of their own.
MOST_ROWS = 500


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
    found: list[Chapter] = []
    for number, part in enumerate(parts, start=1):
        title = numbers.words(f"{number}. {part.title}")
        found += _of_part(part, title, numbers)
    return tuple(found)


def _of_part(part: Part, title: str, numbers: Numbers) -> Iterator[Chapter]:
    blocks: list[Block] = []
    for block in part.blocks:
        if not isinstance(block, Sheet):
            blocks.append(block)
            continue
        total = len(block.table.rows)
        for first in range(0, max(1, total), MOST_ROWS):
            if first:
                yield Chapter(title, tuple(blocks))
                blocks = []
                said = _("continued, from row %(number)s") % {"number": f"{first + 1:,}"}
                title = f"{title.partition(' (')[0]} ({numbers.words(said)})"
            shown = block.rows(first, first + MOST_ROWS).table
            blocks.append(Heading(numbers.words(shown.title), level=3))
            blocks.append(shown.block(numbers))
    yield Chapter(title, tuple(blocks))


def file_sheets(parts: Sequence[Part]) -> list[FileSheet]:
    """Every table as a sheet with raw values."""
    return [
        FileSheet(sheet.table.title, sheet.table.header, sheet.table.rows)
        for part in parts
        for sheet in part.sheets
    ]
