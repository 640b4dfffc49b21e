"""Published tables as CSV and JSON, piece by piece; and how large they come out."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.cache import cache

from onde_portal.exchange.cells import safe_cell
from onde_portal.opendata.dictionary import HUBS, PROVINCES, TABLES, TOTALS, Table
from onde_portal.opendata.package import descriptor
from onde_portal.opendata.selectors.hubs import Row, hub_rows
from onde_portal.opendata.selectors.stamp import Stamp
from onde_portal.opendata.selectors.totals import province_rows, year_rows

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
PACKAGE = "datapackage.json"
# Rows written at once.
PIECE = 500
KEPT_SECONDS = 24 * 3600

ROWS: dict[str, Callable[[date], Iterable[Row]]] = {
    HUBS.name: hub_rows,
    TOTALS.name: year_rows,
    PROVINCES.name: province_rows,
}


def csv_pieces(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a mark for spreadsheets, ISO dates, numbers as they are.

    Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow(table.header)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(value) for value in row])
        if number % PIECE == 0:
            yield _taken(kept)
    yield _taken(kept)


def _taken(kept: io.StringIO) -> bytes:
    text = kept.getvalue()
    kept.seek(0)
    kept.truncate()
    return text.encode()


def json_pieces(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """An array of objects, one a line; nothing there is null. Text is exactly what was entered."""
    opening = "[\n"
    piece: list[str] = []
    for row in rows:
        piece.append(opening + json.dumps(_said(table, row), ensure_ascii=False))
        opening = ",\n"
        if len(piece) == PIECE:
            yield "".join(piece).encode()
            piece = []
    yield ("".join(piece) + ("\n]\n" if opening != "[\n" else "[]\n")).encode()


def _said(table: Table, row: Row) -> dict[str, Any]:
    return {
        name: None if value == "" else value.isoformat() if isinstance(value, date) else value
        for name, value in zip(table.header, row, strict=True)
    }


def file_pieces(table: Table, ending: str, today: date) -> Iterator[bytes]:
    """The file of a table as it stands on a day."""
    write = csv_pieces if ending == "csv" else json_pieces
    return write(table, ROWS[table.name](today))


def package_file(today: date) -> bytes:
    """The data package: what the files hold, to be read by programs."""
    return (json.dumps(descriptor(today), ensure_ascii=False, indent=1) + "\n").encode()


def file_sizes(today: date, stamp: Stamp) -> dict[str, int]:
    """Bytes of every file by its name. They are made once for a stamp, then known."""
    known = f"opendata-sizes-{stamp.mark}"
    sizes: dict[str, int] | None = cache.get(known)
    if sizes is None:
        sizes = {
            f"{table.name}.{ending}": sum(map(len, file_pieces(table, ending, today)))
            for table in TABLES.values()
            for ending in FORMATS
        }
        sizes[PACKAGE] = len(package_file(today))
        cache.set(known, sizes, KEPT_SECONDS)
    return sizes
