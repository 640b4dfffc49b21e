"""What the records say otherwise by now than a report that was made final."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onde_portal.ui.figures import FigureTable, Numbers, Shown, written
from onde_portal.ui.parts import Part


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
    """Table by table in the order of the report; lines are known by their first cell.

    Only columns that both have are compared, for some stand there only where they say something.
    """
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
    if now is None:
        yield Difference(table.title, "", "", _("there was a table"), "–")
        return
    rows, others = _by_name(table), _by_name(now)
    places = {label: place for place, label in enumerate(now.header)}
    both = [
        (column, at, places[column.label])
        for at, column in enumerate(table.columns)
        if column.shown is not Shown.WORDS and column.label in places
    ]
    for name, row in rows.items():
        if name not in others:
            yield Difference(table.title, name[0], "", _("listed"), _("no longer listed"))
            continue
        for column, at, place in both:
            if (was := row[at]) != (value := others[name][place]):
                shown = [written(item, column.shown, numbers) for item in (was, value)]
                yield Difference(table.title, name[0], column.label, *shown)
    for name in others:
        if name not in rows:
            yield Difference(table.title, name[0], "", _("not listed"), _("listed"))


def _by_name(table: FigureTable) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The rows by their first cell; of equal ones the first, second, …"""
    seen: dict[str, int] = defaultdict(int)
    found = {}
    for row in table.rows:
        name = str(row[0])
        found[name, seen[name]] = row
        seen[name] += 1
    return found
