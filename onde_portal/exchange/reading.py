"""Tables from files as Thai offices have them: XLSX, CSV in UTF-8 with BOM or not, Windows-874."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onde_portal.exchange.cells import plain_cell
from onde_portal.workflow.sandbox import Refused, SandboxFailed, run_limited

MAX_BYTES = 60 * 1024**2
MAX_ROWS = 200_000
HEADER_ROWS = 1
DELIMITERS = (",", ";", "\t")


class TableRefused(Exception):
    """The file is no table to read. ``code`` names the reason, the text what would be right."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number in the file (the header has its own) and its texts, as many as columns."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table read from a file: the sheet's name (empty for CSV), its header and its rows."""

    sheet: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and texts by column name."""
        for row in self.rows:
            yield row.number, dict(zip(self.header, row.values, strict=True))


def _refusal(code: str) -> TableRefused:
    sentences = {
        "empty": _("The file has no rows."),
        "too_large": _("The file is larger than 60 MB or has more than 200,000 rows. Split it."),
        "encoding": _("The file is neither UTF-8 nor Windows-874. Save it as CSV UTF-8 or XLSX."),
        "broken": _("The file cannot be opened. Save it anew as XLSX or CSV."),
        "bomb": _("The file unpacks to far more than its size. Save it anew as XLSX or CSV."),
        "too_many_cells": _("The sheet has cells far outside. Delete what lies beside the table."),
        "ending": _("Only XLSX and CSV files can be read. Save the table as one of these."),
        "header": _("Two columns have the same name. Give each its own."),
    }
    return TableRefused(code, sentences[code])


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most of it reads as Thai in UTF-8, though some bytes do not.

    Windows-874 would take many of those bytes, too, and make nonsense of them.
    """
    text = content.decode("utf-8", "replace")
    return sum("\u0e00" <= sign <= "\u0e7f" for sign in text) > text.count("\ufffd")


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without BOM if it is that, else Windows-874."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp874" and _is_damaged_utf8(content):
            break
        return text
    raise _refusal("encoding")


def _csv_rows(content: bytes) -> list[list[str]]:
    text = decode(content)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _refusal("broken") from error


def _xlsx_rows(content: bytes) -> tuple[str, list[list[str]]]:
    try:
        facts, body = run_limited(
            "onde_portal.exchange.sheets:read_xlsx", content, memory_mb=1024, seconds=60
        )
    except Refused as error:
        raise _refusal(error.code) from error
    except SandboxFailed as error:
        raise _refusal("broken") from error
    return str(facts["sheet"]), [json.loads(line) for line in body.decode().splitlines()]


def _fitted(row: list[str], width: int) -> tuple[str, ...]:
    return tuple(map(plain_cell, (row + [""] * width)[:width]))


def read_table(content: bytes, name: str) -> Table:
    """Read a table from a file's bytes; ``name`` tells by its ending what it is.

    Raises ``TableRefused``. Rows without any text are left out, the others keep their number
    of the file. Apostrophes that an export put before formula starts are taken off.
    """
    if len(content) > MAX_BYTES:
        raise _refusal("too_large")
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in {"csv", "txt", "xlsx"}:
        raise _refusal("ending")
    sheet, rows = _xlsx_rows(content) if ending == "xlsx" else ("", _csv_rows(content))
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if len(filled) <= HEADER_ROWS:
        raise _refusal("empty")
    if len(filled) > MAX_ROWS:
        raise _refusal("too_large")
    header = tuple(plain_cell(cell.strip()) for cell in filled[0][1])
    named = [cell for cell in header if cell]
    if len(named) != len(set(named)):
        raise _refusal("header")
    width = len(header)
    return Table(
        sheet,
        header,
        tuple(Row(number, _fitted(row, width)) for number, row in filled[1:]),
    )
