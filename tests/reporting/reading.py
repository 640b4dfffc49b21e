"""The tables of a report as each medium has them, read back by readers that are not ours."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from typing import Any

import openpyxl
from docx import Document

from onde_portal.exchange.cells import plain_cell
from onde_portal.thai.digits import to_ascii

Tables = list[list[list[str]]]
_BREAKS = re.compile(r"[\s\u200b\u00ad]+")


def plain(text: str) -> str:
    """Text without what only layout adds: spaces, line ends, and the paper's digits."""
    return _BREAKS.sub("", to_ascii(text))


class _Screen(HTMLParser):
    """Collects the rows of the tables of the chapters."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: Tables = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = (dict(attrs).get("id") or "").startswith("table-")
            self.tables += [[]] if self._inside else []
        elif tag == "tr" and self._inside:
            self._row = []
        elif tag in {"td", "th"} and self._inside:
            self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None and self._row is not None:
            self._row.append(plain("".join(self._cell)))
            self._cell = None
        elif tag == "tr" and self._row is not None:
            self.tables[-1].append(self._row)
            self._row = None
        elif tag == "table":
            self._inside = False


def screen_tables(page: str) -> Tables:
    reader = _Screen()
    reader.feed(page)
    return reader.tables


_MARK = re.compile(r'<rect class="mark[^>]*><title>(.*?)</title>')


def screen_marks(page: str) -> list[str]:
    """What the bars and columns of the drawings say: their labels with their values."""
    return [plain(unescape(said).replace(":", "")) for said in _MARK.findall(page)]


def word_tables(content: bytes) -> Tables:
    """Tables with borders; those without are the facts of the cover."""
    document = Document(io.BytesIO(content))
    return [
        [[plain(cell.text) for cell in row.cells] for row in table.rows]
        for table in document.tables
        if table.style is not None and table.style.name == "Table Grid"
    ]


def excel_tables(content: bytes) -> Tables:
    """Every sheet but the first, which says which report it is; numbers and days written as the
    screen writes them, words as an import takes them.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets[1:]
    ]


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool | str):
        return plain(plain_cell(str(value)))
    if isinstance(value, datetime | date):
        from onde_portal.thai.dates import format_date  # noqa: PLC0415 - only here

        return plain(format_date(value, "short", "th"))
    return f"{Decimal(str(value)).normalize():,f}"


def same(shown: str, raw: str) -> bool:
    """Whether a written cell says what a sheet's raw value says."""
    return shown in {raw, f"{raw}%"}


def cells(tables: Tables) -> Iterator[tuple[int, int, int, str]]:
    for at, table in enumerate(tables):
        for row, line in enumerate(table):
            for column, cell in enumerate(line):
                yield at, row, column, cell


_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?|–")


def runs_of_figures(row: list[str]) -> Iterator[list[str]]:
    """Figures that stand side by side in a row of a table."""
    run: list[str] = []
    for cell in [*row, ""]:
        if _FIGURE.fullmatch(cell):
            run.append(cell)
        elif run:
            yield run
            run = []


def on_one_line(run: list[str]) -> re.Pattern[str]:
    """Where a line of a paper has these figures one behind the other, and no other between."""
    inside = r"[ \t]+".join(re.escape(cell).replace("%", r"[ ]?%") for cell in run)
    return re.compile(rf"(?<![\d,.]){inside}(?![\d,.])")
