"""Charts of Word files as charts of Office: drawn by Word, their figures in a workbook inside.

Whoever edits the data finds labels, numbers and the words at each mark in three columns. What
stands on scales of its own, or has no room on one page, is drawn as several charts.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
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

from onde_portal.documents.blocks import Chart, ChartForm, Point
from onde_portal.documents.columns import letters
from onde_portal.documents.word_page import FONT, TEXT_WIDTH, add_run, writable

TEXT = 13
# All in centimetres: room on a page, and what a letter, a line and a bar of it take.
WIDE, TALLEST, STANDING = TEXT_WIDTH / Cm(1), 18.0, 6.5
LETTER, LINE, BAR, WIDEST_COLUMN = 0.2, 0.55, 0.5, 1.3
# Where the paper's font is missing, letters are as much wider.
WIDER = 1.35
SPACE, EDGE = 0.4, 0.15
LABELS, WORDS = (2.4, 7.0), (1.0, 4.0)
LABEL_LINES = 3
# Of a bar's width, in per cent, as the schema has it.
WIDEST_GAP = 500


@dataclass(frozen=True, slots=True)
class Frame:
    """The room around the bars and the height of it all; ``gap`` is between bars, in per cent."""

    height: float
    left: float
    right: float
    top: float
    bottom: float
    gap: int

    @property
    def shares(self) -> dict[str, str]:
        """Where the bars stand, as shares of the drawing."""
        return {
            "x": f"{self.left / WIDE:.4f}",
            "y": f"{self.top / self.height:.4f}",
            "w": f"{1 - (self.left + self.right) / WIDE:.4f}",
            "h": f"{1 - (self.top + self.bottom) / self.height:.4f}",
            "gap": str(self.gap),
        }


def add_chart(document: Any, block: Chart) -> None:
    """The chart below its title; each of its drawings is kept with the words above it."""
    _above(document, block.title, bold=True)
    for chart in _drawings(block):
        if chart.title != block.title:
            _above(document, chart.title, bold=False)
        _draw(document, chart)


def _above(document: Any, words: str, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    add_run(paragraph, words, bold=bold)


def _drawings(block: Chart) -> Iterator[Chart]:
    """A drawing for each scale, or several that share it where one would not fit the page."""
    for group, found in groupby(block.points, lambda point: point.group):
        points = [replace(point, group="") for point in found]
        pieces = ceil(len(points) / _most(points, block.form))
        size = ceil(len(points) / pieces)
        highest = max((point.value or 0 for point in points), default=0)
        for first in range(0, len(points), size):
            yield replace(
                block,
                title=group or block.title,
                points=tuple(points[first : first + size]),
                top=block.top or (highest if pieces > 1 else None),
            )


def _label(point: Point) -> str:
    """A gap has no mark that could bear its words: they stand at the label."""
    return point.label if point.value is not None else f"{point.label} {point.shown}".strip()


def _widths(points: Sequence[Point]) -> tuple[float, float]:
    """The room for the longest label and for the longest words at a mark."""
    label = max(letters(_label(point)) for point in points)
    shown = max(letters(point.shown) for point in points)
    return label * LETTER, shown * LETTER


def _between(width: float, limits: tuple[float, float]) -> float:
    return min(max(width, limits[0]), limits[1])


def _lying_height(points: Sequence[Point]) -> float:
    """Of a bar with the space about it: its label is wrapped where it is long."""
    label, _shown = _widths(points)
    lines = max(1, ceil(label / (LABELS[1] - SPACE)))
    return min(max(BAR, lines * LINE) + EDGE, TALLEST)


def _standing_width(points: Sequence[Point]) -> float:
    """Of a column with the space about it: its label takes a few lines."""
    label, shown = _widths(points)
    return max(shown, label / LABEL_LINES) + EDGE


def _most(points: Sequence[Point], form: ChartForm) -> int:
    """How many bars or columns a drawing has room for."""
    if form is ChartForm.LYING:
        return max(1, int(TALLEST / _lying_height(points)))
    return max(1, int(WIDE / _standing_width(points)))


def _frame(chart: Chart) -> Frame:
    label, shown = _widths(chart.points)
    count = len(chart.points)
    if chart.form is ChartForm.LYING:
        each = _lying_height(chart.points)
        left = _between(label * WIDER + SPACE, LABELS)
        right = _between(shown * WIDER + SPACE, WORDS)
        return Frame(each * count + 2 * EDGE, left, right, EDGE, EDGE, _gap(each, BAR))
    each = (WIDE - 2 * EDGE) / count
    lines = min(max(1, ceil((label + EDGE) / each)), LABEL_LINES)
    bottom = lines * LINE + EDGE
    gap = _gap(each, min(each * 0.64, WIDEST_COLUMN))
    return Frame(STANDING + bottom, EDGE, EDGE, LINE, bottom, gap)


def _gap(each: float, bar: float) -> int:
    return min(round(100 * (each / bar - 1)), WIDEST_GAP)


def _draw(document: Any, chart: Chart) -> None:
    """The drawing in a paragraph of its own, with its part and its workbook."""
    main, package = document.part, document.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    workbook = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{name.idx}.xlsx"),
        CONTENT_TYPE.SML_SHEET, _workbook(document, chart), package,
    )  # fmt: skip
    frame = _frame(chart)
    # A part's first relation has this name.
    drawn = parse_xml(_markup(chart, frame, document.core_properties.language, "rId1"))
    part = XmlPart(name, CONTENT_TYPE.DML_CHART, drawn, package)
    part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    relation = main.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run = document.add_paragraph().add_run()
    size = (TEXT_WIDTH, Cm(frame.height))
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


def _markup(chart: Chart, frame: Frame, language: str, workbook: str) -> str:
    """The chart's own part. The words at the marks are fields of the workbook's third column."""
    values = [point.value for point in chart.points if point.value is not None]
    points = [
        {
            "at": str(at),
            "label": writable(_label(point)),
            "shown": writable(point.shown),
            "number": "" if point.value is None else f"{point.value:.16G}",
            "is_now": point.is_now,
            "field": f"{{00000000-0000-4000-8000-{at:012X}}}",
        }
        for at, point in enumerate(chart.points)
    ]
    context = {
        "form": chart.form.value, "title": writable(chart.title), "points": points,
        "count": str(len(points)), "last": str(len(points) + 1), "frame": frame.shares,
        "top": f"{chart.top:.16G}" if chart.top and chart.top > 0 else "",
        "from_zero": all(value >= 0 for value in values), "font": FONT, "size": str(100 * TEXT),
        "language": "th-TH" if language.startswith("th") else "en-US", "workbook": workbook,
    }  # fmt: skip
    return render_to_string("documents/chart.xml", context).strip()


def _workbook(document: Any, chart: Chart) -> bytes:
    """The figures as Word opens them to be edited; numbers are numbers and gaps are empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": document.core_properties.created})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 2, 30)
        for column, words in enumerate(("", chart.title, _("Words in the chart"))):
            sheet.write_string(0, column, writable(words))
        for row, point in enumerate(chart.points, start=1):
            sheet.write_string(row, 0, writable(_label(point)))
            if point.value is not None:
                sheet.write_number(row, 1, point.value)
            sheet.write_string(row, 2, writable(point.shown))
    return target.getvalue()
