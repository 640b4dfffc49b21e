"""A report's chapters as the screen shows them: long tables with their beginning only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onde_portal.documents.blocks import Block
from onde_portal.ui.figures import Numbers
from onde_portal.ui.parts import Part, Sheet

SHOWN_ROWS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the address behind it, if there is one."""

    first: str
    cells: tuple[tuple[str, bool], ...]
    link: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table on the screen. ``total`` rows are there, ``lines`` are shown."""

    key: str
    title: str
    head: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    total: int
    kind: str = "shown_table"

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A chapter on the screen, with its number."""

    number: int
    key: str
    title: str
    blocks: tuple[Block | ShownTable, ...]


def shown_parts(parts: Sequence[Part], numbers: Numbers) -> list[ShownPart]:
    return [
        ShownPart(
            number,
            part.key,
            part.title,
            tuple(
                shown_table(block, numbers, SHOWN_ROWS) if isinstance(block, Sheet) else block
                for block in part.blocks
            ),
        )
        for number, part in enumerate(parts, start=1)
    ]


def shown_table(sheet: Sheet, numbers: Numbers, last: int, first: int = 0) -> ShownTable:
    """The rows from ``first`` up to ``last`` of a table, as the screen writes them."""
    part = sheet.rows(first, last)
    block = part.table.block(numbers)
    links: Sequence[str] = part.links or [""] * len(block.rows)
    return ShownTable(
        key=sheet.table.key,
        title=sheet.table.title,
        head=tuple((label, at in block.numeric) for at, label in enumerate(block.head)),
        lines=tuple(
            Line(row[0], tuple(_cells(row, block.numeric)), link)
            for row, link in zip(block.rows, links, strict=True)
        ),
        total=len(sheet.table.rows),
    )


def _cells(row: tuple[str, ...], numeric: frozenset[int]) -> Any:
    """All but the first, each with whether it is a number."""
    return ((cell, at in numeric) for at, cell in enumerate(row) if at)


def table_of(parts: Sequence[Part], key: str) -> Sheet | None:
    """The table with this key."""
    found = (sheet for part in parts for sheet in part.sheets if sheet.table.key == key)
    return next(found, None)
