"""Several tables in one spreadsheet file, a sheet for each."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from onde_portal.exchange.writing import (
    LONGEST_TITLE,
    LOOKED_AT,
    Header,
    Rows,
    SheetWriter,
    column_widths,
    sheet_title,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, as far as Excel takes it, its header and its rows of raw values."""

    name: str
    header: Header
    rows: Rows


def to_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets in their order, each with a header that stays, real numbers and real dates.

    Names that Excel would find equal are told apart by a number. ``ValueError`` without a sheet,
    which no file can be.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    taken: set[str] = set()
    with xlsxwriter.Workbook(target, options) as book:
        for sheet in sheets:
            rows = list(sheet.rows)
            widths = column_widths(sheet.header, rows[:LOOKED_AT])
            writer = SheetWriter(book, _own_name(sheet.name, taken), sheet.header, widths)
            for row in rows:
                writer.add(row)
            writer.end()
    return target.getvalue()


def _own_name(wanted: str, taken: set[str]) -> str:
    """A name as Excel takes it, unlike those before it."""
    name, number = sheet_title(wanted), 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = sheet_title(wanted)[: LONGEST_TITLE - len(ending)] + ending
    taken.add(name.casefold())
    return name
