"""What the records say otherwise by now than a report that was made final."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onde_portal.reporting.reports.shape import Part
from onde_portal.ui.figures import FigureTable, Numbers, Shown, written


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what it was, or a line that came or went; all as people read it."""

    table: str
    row: str
    column: str
    was: str
    now: str


def differences(
    then: Sequence[Part], now: Sequence[Part], numbers: Numbers
) -> Iterator[Difference]:
    """Table by table in the order of the report; lines are known by their first cell."""
    current = {sheet.table.key: sheet.table for part in now for sheet in part.sheets}
    for part in then:
        for sheet in part.sheets:
            table = sheet.table
            other = current.pop(table.key, None)
            yield from _of_table(table, other, numbers)
    for table in current.values():
        yield Difference(table.title, "", "", "–", _("there is a table now"))


def _of_table(
    table: FigureTable, now: FigureTable | None, numbers: Numbers
) -> Iterator[Difference]:
    if now is None or now.header != table.header:
        yield Difference(table.title, "", "", _("there was a table"), "–")
        return
    rows, others = _by_name(table), _by_name(now)
    for name, row in rows.items():
        if name not in others:
            yield Difference(table.title, name[0], "", _("listed"), _("no longer listed"))
            continue
        yield from _of_row(table, name[0], row, others[name], numbers)
    for name in others:
        if name not in rows:
            yield Difference(table.title, name[0], "", _("not listed"), _("listed"))


def _of_row(
    table: FigureTable, name: str, row: Sequence[Any], other: Sequence[Any], numbers: Numbers
) -> Iterator[Difference]:
    for column, was, value in zip(table.columns, row, other, strict=True):
        if column.shown is Shown.WORDS or was == value:
            continue
        shown = (written(was, column.shown, numbers), written(value, column.shown, numbers))
        yield Difference(table.title, name, column.label, *shown)


def _by_name(table: FigureTable) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The rows by their first cell; of equal ones the first, second, …"""
    seen: dict[str, int] = defaultdict(int)
    found = {}
    for row in table.rows:
        name = str(row[0])
        found[name, seen[name]] = row
        seen[name] += 1
    return found
