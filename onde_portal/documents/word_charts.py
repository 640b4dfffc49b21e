"""Charts of Word files as charts of Office: drawn by Word, their figures in a workbook inside.

Whoever edits the data finds labels, numbers and the words at each mark in three columns; a fourth
counts what is drawn where groups of bars have scales of their own.
"""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from onde_portal.documents.blocks import Chart
from onde_portal.documents.chart_frames import Frame, frame
from onde_portal.documents.chart_rows import Drawing, Row, drawings
from onde_portal.documents.word_page import FONT, TEXT_WIDTH, add_run, writable

TEXT = 13


def add_chart(document: Any, block: Chart) -> None:
    """The chart below its title; each of its drawings is kept with the words above it."""
    _above(document, block.title, bold=True)
    for drawing in drawings(block):
        if drawing.chart.title != block.title:
            _above(document, drawing.chart.title, bold=False)
        _draw(document, drawing)


def _above(document: Any, words: str, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    add_run(paragraph, words, bold=bold)


def _draw(document: Any, drawing: Drawing) -> None:
    """The drawing in a paragraph of its own, with its part and its workbook."""
    main, package = document.part, document.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    workbook = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{name.idx}.xlsx"),
        CONTENT_TYPE.SML_SHEET, _workbook(document, drawing), package,
    )  # fmt: skip
    chart = drawing.chart
    room = frame(chart.points, chart.form, len(drawing.rows))
    # A part's first relation has this name.
    drawn = parse_xml(_markup(drawing, room, document.core_properties.language, "rId1"))
    part = XmlPart(name, CONTENT_TYPE.DML_CHART, drawn, package)
    part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    relation = main.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run = document.add_paragraph().add_run()
    size = (TEXT_WIDTH, Cm(room.height))
    inline = _inline(chart, relation, main.next_id, f"Chart {name.idx}", size)
    run._r.append(parse_xml(inline))  # noqa: SLF001 - python-docx has no name for it


def _inline(chart: Chart, relation: str, key: int, name: str, size: tuple[int, int]) -> str:
    words = quoteattr(writable(chart.alternative))
    return (
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'c', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{key}" name="{name}" descr={words}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _markup(drawing: Drawing, room: Frame, language: str, workbook: str) -> str:
    """The chart's own part. The words at the marks are fields of the workbook's third column."""
    chart, drawn = drawing.chart, [*map(drawing.drawn, drawing.rows)]
    context = {
        "form": chart.form.value, "title": writable(chart.title), "in_shares": drawing.in_shares,
        "rows": [_mark(at, *both) for at, both in enumerate(zip(drawing.rows, drawn, strict=True))],
        "count": str(len(drawn)), "last": str(len(drawn) + 1), "frame": room.shares,
        "top": f"{chart.top:.16G}" if chart.top and chart.top > 0 else "",
        "from_zero": all(number >= 0 for number in drawn if number is not None),
        "font": FONT, "size": str(100 * TEXT),
        "language": "th-TH" if language.startswith("th") else "en-US", "workbook": workbook,
    }  # fmt: skip
    return render_to_string("documents/chart.xml", context).strip()


def _mark(at: int, row: Row, drawn: float | None) -> dict[str, Any]:
    return {
        "at": str(at),
        "label": writable(row.label),
        "shown": writable(row.shown),
        "number": "" if drawn is None else f"{drawn:.16G}",
        "is_now": row.is_now,
        "is_name": row.is_name,
        "field": f"{{00000000-0000-4000-8000-{at:012X}}}",
    }


def _workbook(document: Any, drawing: Drawing) -> bytes:
    """The figures as Word opens them to be edited; numbers are numbers and gaps are empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": document.core_properties.created})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 2, 30)
        for column, words in enumerate(("", drawing.chart.title, _("Words in the chart"))):
            sheet.write_string(0, column, writable(words))
        for at, row in enumerate(drawing.rows, start=1):
            if not row.is_name:
                sheet.write_string(at, 0, writable(row.label))
            if row.value is not None:
                sheet.write_number(at, 1, row.value)
            sheet.write_string(at, 2, writable(row.shown))
        if drawing.in_shares:
            _write_shares(book, sheet, drawing.rows)
    return target.getvalue()


def _write_shares(book: Any, sheet: Any, rows: Sequence[Row]) -> None:
    """What is drawn: a bar moves with the number beside it and with the highest of its group."""
    percent = book.add_format({"num_format": "0%"})
    sheet.set_column(3, 3, 30, percent)
    sheet.write_string(0, 3, _("Length of the bar: share of the highest number of its group"))
    for at, row in enumerate(rows, start=1):
        if row.is_name:
            sheet.write_number(at, 3, 0, percent)
        else:
            # Office draws nothing where a number is not available.
            counted = "#N/A" if row.share is None else row.share
            sheet.write_formula(at, 3, row.formula, percent, counted)
