"""Several tables in one spreadsheet file, a sheet for each."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from onde_portal.exchange.cells import safe_cell
from onde_portal.exchange.writing import _plain as plain

LONGEST_NAME = 31
NARROW, WIDE = 14, 44
# What Excel refuses in a sheet's name, and what nobody sees in one.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, as far as Excel takes it, its header and its rows of raw values."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def to_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets in their order, each with a frozen bold header, real numbers and real dates.

    Text is written as text: no cell is ever a formula. Names that Excel would find equal are told
    apart by a number. ``ValueError`` without a sheet, which no file can be.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
            "plain": book.add_format({"valign": "top"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.name, taken)), sheet, formats)
    return target.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A name as Excel takes it, unlike those before it."""
    plain_name = " ".join(_NOT_IN_NAMES.sub(" ", wanted).split()).strip("'") or "-"
    name, number = plain_name[:LONGEST_NAME].strip(" '"), 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = plain_name[: LONGEST_NAME - len(ending)].strip(" '") + ending
    taken.add(name.casefold())
    return name


def _write(target: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    target.freeze_panes(1, 0)
    target.write_row(0, 0, [safe_cell(cell) for cell in sheet.header], formats["head"])
    wide: set[int] = set()
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(map(plain, row)):
            if isinstance(value, datetime):
                target.write_datetime(number, column, value, formats["moment"])
            elif isinstance(value, date):
                target.write_datetime(number, column, value, formats["day"])
            elif isinstance(value, str):
                wide |= {column} if len(value) > NARROW else set()
                target.write_string(number, column, safe_cell(value), formats["text"])
            else:
                target.write(number, column, value, formats["plain"])
    for column in range(len(sheet.header)):
        target.set_column(column, column, WIDE if column in wide else NARROW)
