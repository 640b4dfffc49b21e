"""Workbooks as other programs write them, and as nobody honest does."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter


def workbook(rows: Sequence[Sequence[Any]], *, sheet: str = "แผ่น1") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return target.getvalue()


def with_sheet(xml: bytes, *, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook whose sheet is this XML, kept under this name."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a"], ["b"]]))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for item in source.infolist():
            body = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                made.writestr(name, xml)
                continue
            if item.filename == "xl/_rels/workbook.xml.rels":
                body = body.replace(b"worksheets/sheet1.xml", name.removeprefix("xl/").encode())
            made.writestr(item.filename, body)
    return target.getvalue()


def sheet_xml(data: bytes, *, dimension: bytes = b"A1:A2") -> bytes:
    return (
        b'<?xml version="1.0"?><worksheet '
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="' + dimension + b'"/><sheetData>' + data + b"</sheetData></worksheet>"
    )
