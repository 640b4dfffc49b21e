"""The workbook to fill in for an import: a sheet with header and example, one with the meaning."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from onde_portal.exchange.importing import ImportColumn, Importer

WIDEST, NARROWEST = 60, 14


def blank_workbook(importer: Importer) -> bytes:
    """An XLSX file whose first sheet is imported again; the columns that are needed stand out."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        _add_table(book, importer)
        _add_help(book, importer)
    return target.getvalue()


def _add_table(book: xlsxwriter.Workbook, importer: Importer) -> None:
    sheet = book.add_worksheet(_("Table"))
    needed = book.add_format({"bold": True, "bottom": 2, "bg_color": "#FBF3E2"})
    optional = book.add_format({"bold": True, "bottom": 1})
    # As text: a phone number keeps its zero, a date of the Buddhist era is not taken for C.E.
    text = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#5D6979"})
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(importer.columns):
        width = max(NARROWEST, len(column.label) + 4, len(column.example) + 2)
        sheet.set_column(index, index, min(width, WIDEST), text)
        sheet.write_string(0, index, column.label, needed if column.needed else optional)
        sheet.write_string(1, index, column.example, example)


def _add_help(book: xlsxwriter.Workbook, importer: Importer) -> None:
    sheet = book.add_worksheet(_("What the columns mean"))
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    titles = (_("Column"), _("Must be filled in"), _("Meaning"), _("Example"), _("Also read as"))
    for index, (title, width) in enumerate(zip(titles, (28, 16, 60, 28, 36), strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, bold)
    for number, column in enumerate(importer.columns, 1):
        for index, cell in enumerate(_help_cells(column)):
            sheet.write_string(number, index, cell, wrapped)
    end = len(importer.columns) + 2
    sheet.write_string(end, 0, _("The grey row of the table is an example and is left out."))


def _help_cells(column: ImportColumn) -> tuple[str, ...]:
    others = [name for name in column.headers if name != column.label]
    needed = _("yes") if column.needed else _("no")
    return column.label, needed, str(column.help), column.example, ", ".join(others)
