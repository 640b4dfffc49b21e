"""Reads the first sheet of an XLSX file: run in the sandbox, plain Python.

A few kilobytes of XLSX can claim a sheet of billions of cells, so the ZIP and the sheet's
declared bounds are looked at before anything is parsed.
"""

import io
import json
import re
import zipfile
from datetime import datetime
from typing import Any

from python_calamine import CalamineWorkbook

from onde_portal.workflow.sandbox import Refused

MAX_ENTRIES = 2000
MAX_UNPACKED = 300 * 1024**2
MAX_RATIO = 150
MAX_ROWS, MAX_COLUMNS = 200_000, 200
HEAD = 64 * 1024
# With or without a namespace before the name, either quote: what the parser takes, is looked at.
_DIMENSION = re.compile(
    rb"<(?:\w+:)?dimension\b[^>]*\bref\s*=\s*[\"'](?:[A-Za-z]+[0-9]+:)?([A-Za-z]{1,9})([0-9]{1,12})"
)
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*\br\s*=\s*[\"']([A-Za-z]{1,9})([0-9]{1,12})")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\br\s*=\s*[\"']()([0-9]{1,12})")
_PLACES = (_DIMENSION, _CELL, _ROW)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _check_bounds(letters: bytes, row: bytes) -> None:
    if _column(letters.decode()) > MAX_COLUMNS or int(row) > MAX_ROWS:
        raise Refused("too_many_cells")


def _scan(content: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken") from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(item.file_size for item in entries) > MAX_UNPACKED:
            raise Refused("bomb")
        if any(item.file_size > MAX_RATIO * max(item.compress_size, 4096) for item in entries):
            raise Refused("bomb")
        for item in entries:
            _scan_part(archive, item)


def _scan_part(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> None:
    """The declared bounds, and where cells really stand: a far cell makes a huge sheet, too.

    Every part is looked at: a workbook may keep its sheets under any name.
    """
    with archive.open(item) as stream:
        tail = b""
        while chunk := stream.read(1024 * 1024):
            text = tail + chunk
            for pattern in _PLACES:
                for found in pattern.finditer(text):
                    _check_bounds(found[1], found[2])
            tail = text[-200:]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    elif isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        value = int(value)
    return "" if value is None else str(value)


def read_xlsx(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The first sheet's name and its rows as JSON lists of texts, one a line, from row 1 on."""
    _scan(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = book.sheet_names[0]
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception as error:
        raise Refused("broken") from error
    lines = [json.dumps([_text(cell) for cell in row], ensure_ascii=False) for row in rows]
    return {"sheet": name}, "\n".join(lines).encode()
