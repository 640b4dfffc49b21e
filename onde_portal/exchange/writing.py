"""Tables into files: XLSX with real dates and numbers, CSV that Excel opens in Thai.

Rows are taken one by one and leave memory as they are written, so a file may be of any length.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from math import isfinite
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language

from onde_portal.exchange.cells import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CONTENT_TYPES: Final = {"xlsx": XLSX, "csv": CSV}
Header = Sequence[str]
Rows = Iterable[Sequence[Any]]

# The years of both are those of the Buddhist era (07), in ASCII digits (1); the cell stays a date,
# for sorting and sums. The calendar brings Thai names of months, so English has months in digits.
DAYS: Final = {"th": "[$-107041E]d mmm yyyy", "en": "[$-107041E]dd/mm/yyyy"}
CLOCK: Final = " hh:mm"
LONGEST_TEXT: Final = 32_767
MOST_ROWS: Final = 1_048_575  # under the header
IN_MEMORY: Final = 1_000_000  # bytes
SHORT_TEXT, MOST_REMEMBERED = 200, 4096
LOOKED_AT: Final = 200  # rows from which widths are taken
NARROWEST, WIDEST, OF_A_DAY, OF_A_MOMENT = 9, 60, 14, 20
FILTER_ARROW: Final = 4
LONGEST_TITLE: Final = 31
# What XML cannot hold, and line ends that a cell does not know.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_title(title: str) -> str:
    """The title as a sheet may have it: 31 characters, without ``[]:*?/\\``, never empty."""
    plain = " ".join(_NOT_IN_TITLES.sub(" ", _UNWRITABLE.sub("", title)).split())
    short = plain[:LONGEST_TITLE].strip(" '")
    return short if short and short.lower() != "history" else f"{short} 1".strip()


@lru_cache(maxsize=MOST_REMEMBERED)
def _short_text(text: str) -> str:
    """The same of a short text, of which long lists have few: names of places, states, rounds."""
    return _safe_text(text)


def cell_text(text: str) -> str:
    """The text as a cell may have it: no formula, no control characters, at most 32,767 signs."""
    return _short_text(text) if len(text) <= SHORT_TEXT else _safe_text(text)


def _safe_text(text: str) -> str:
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = safe_cell(text)
    return text if len(text) <= LONGEST_TEXT // 2 else _shortened(text)


def _shortened(text: str) -> str:
    """Cut where a cell ends, counted as spreadsheets count; an ellipsis says so."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _local(moment: datetime) -> datetime:
    """A moment as clocks in Bangkok show it; a cell has no zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if moment.tzinfo else moment


def _plain(value: Any) -> Any:
    """Lazy texts as texts, moments in Bangkok time, truths and empty cells as they are."""
    if isinstance(value, datetime):
        return _local(value)
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return str(value)


class SheetWriter:
    """One sheet being written, row after row, with a bold header that stays in sight."""

    def __init__(self, book: Any, title: str, header: Header, widths: list[int]) -> None:
        self.sheet = book.add_worksheet(title)
        language = "en" if (get_language() or "th").startswith("en") else "th"
        self.day = book.add_format({"num_format": DAYS[language], "align": "left"})
        self.moment = book.add_format({"num_format": DAYS[language] + CLOCK, "align": "left"})
        self.zone = timezone.get_current_timezone()
        self.columns = len(header)
        self.row = 0
        self._writers: dict[type, Callable[[int, Any], object]] = {
            str: self._text, int: self._number, float: self._number, Decimal: self._number,
            date: self._date, datetime: self._datetime, bool: self._truth,
        }  # fmt: skip
        bold = book.add_format({"bold": True, "bottom": 1})
        self.sheet.freeze_panes(1, 0)
        for column, (words, width) in enumerate(zip(header, widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, cell_text(str(words)), bold)

    def add(self, row: Sequence[Any]) -> None:
        self.row += 1
        for column, value in enumerate(row):
            write = self._writers.get(type(value))
            if write is not None:
                write(column, value)
            elif value is not None:
                self._other(column, value)

    def end(self) -> None:
        if self.columns:
            self.sheet.autofilter(0, 0, max(1, self.row), self.columns - 1)

    def _other(self, column: int, value: Any) -> None:
        """What is a kind of something known, such as a choice; all else as its words."""
        plain = _plain(value)
        known = next((kind for kind in self._writers if isinstance(plain, kind)), str)
        self._writers[known](column, plain)

    def _text(self, column: int, text: str) -> None:
        if text:
            self.sheet.write_string(self.row, column, cell_text(text))

    def _number(self, column: int, number: float | Decimal) -> None:
        if isfinite(number):
            self.sheet.write_number(self.row, column, number)
        else:  # neither infinity nor what is no number has a cell
            self._text(column, str(number))

    def _truth(self, column: int, truth: bool) -> None:  # noqa: FBT001 - the value of a cell
        self.sheet.write_boolean(self.row, column, truth)

    def _date(self, column: int, day: date) -> None:
        self.sheet.write_datetime(self.row, column, day, self.day)

    def _datetime(self, column: int, moment: datetime) -> None:
        local = moment.astimezone(self.zone).replace(tzinfo=None) if moment.tzinfo else moment
        self.sheet.write_datetime(self.row, column, local, self.moment)


def write_xlsx(target: IO[bytes], title: str, header: Header, rows: Rows) -> int:
    """Write a workbook and return its number of rows. No cell is ever a formula.

    Text that would start one gets an apostrophe all the same, for the sheet may be saved as CSV.
    Rows past what a sheet holds go on in another one.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    waiting = iter(rows)
    first = list(islice(waiting, LOOKED_AT))
    widths = column_widths(header, first)
    count = 0
    name = sheet_title(title)
    with xlsxwriter.Workbook(target, options) as book:
        for sheet_rows in _by_sheet(chain(first, waiting)):
            number = len(book.worksheets()) + 1
            own = name if number == 1 else f"{name[: LONGEST_TITLE - 4]} ({number})"
            sheet = SheetWriter(book, own, header, widths)
            for row in sheet_rows:
                sheet.add(row)
            sheet.end()
            count += sheet.row
    return count


def _by_sheet(rows: Iterator[Sequence[Any]]) -> Iterator[Iterator[Sequence[Any]]]:
    """The rows in as many parts as sheets are needed; one at least."""
    yield islice(rows, MOST_ROWS)
    for row in rows:
        yield chain([row], islice(rows, MOST_ROWS - 1))


def column_widths(header: Header, rows: list[Sequence[Any]]) -> list[int]:
    """Each column as wide as its words are, within reason."""
    return [
        min(WIDEST, max(
            NARROWEST, _breadth(str(words)) + FILTER_ARROW,
            *(_breadth_of(row[column]) for row in rows if column < len(row)), 0,
        ))
        for column, words in enumerate(header)
    ]  # fmt: skip


def _breadth_of(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, datetime):
        return OF_A_MOMENT
    if isinstance(value, date):
        return OF_A_DAY
    return max(map(_breadth, str(value)[: 4 * WIDEST].split("\n"))) + 1


def _breadth(text: str) -> int:
    """Signs that take room: Thai vowels and tones above and below take none."""
    return sum(unicodedata.category(sign) not in {"Mn", "Cf"} for sign in text)


def write_csv(target: IO[bytes], header: Header, rows: Rows) -> int:
    """Write UTF-8 with BOM and return the number of rows; dates are ISO 8601.

    Text that would start a formula gets an apostrophe.
    """
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([safe_cell(str(words)) for words in header])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(_plain(value)) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def table_file(ending: str, title: str, header: Header, rows: Rows) -> IO[bytes]:
    """A file with the table, open at its beginning; a large one lies on disk until it is closed."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        if ending == "xlsx":
            write_xlsx(target, title, header, rows)
        else:
            write_csv(target, header, rows)
        size = target.seek(0, io.SEEK_END)
        target.seek(0)
        small = io.BytesIO(target.read()) if size <= IN_MEMORY else None
    except BaseException:
        target.close()
        raise
    if small is None:
        return target
    target.close()
    return small


def to_xlsx(title: str, header: Header, rows: Rows) -> bytes:
    """A small workbook at once."""
    with table_file("xlsx", title, header, rows) as made:
        return made.read()


def to_csv(header: Header, rows: Rows) -> bytes:
    """A small CSV file at once."""
    with table_file("csv", "", header, rows) as made:
        return made.read()
