"""Tables into files: XLSX with real dates and numbers, CSV that Excel opens in Thai."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from onde_portal.exchange.cells import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _plain(value: Any) -> Any:
    """Lazy texts as texts, moments in Bangkok time, truths and empty cells as they are."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return str(value)


def to_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a frozen, bold header. Text is written as text: no cell is ever a formula.

    Text that would start one gets an apostrophe all the same, for the sheet may be saved as CSV.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [safe_cell(cell) for cell in header], bold)
        sheet.set_column(0, max(0, len(header) - 1), 22)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(map(_plain, row)):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, safe_cell(value))
                else:
                    sheet.write(number, column, value)
    return target.getvalue()


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with BOM; text that would start a formula gets an apostrophe, dates are ISO 8601."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        writer.writerow([safe_cell(_plain(value)) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()
