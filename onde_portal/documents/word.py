"""Word files (.docx) for papers that officers go on writing. Only these files import python-docx.

A4, left 3 cm, right 2 cm, TH Sarabun at 16 pt as the rules on official papers ask
(documents/word_page.py). The same blocks give the same bytes.
"""

import base64
import io
from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
    WD_TAB_LEADER,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from onde_portal.documents.blocks import (
    Block,
    Centred,
    Chart,
    CheckCode,
    Decided,
    Entries,
    Facts,
    Heading,
    LetterEnd,
    LetterHead,
    Lines,
    MemoHead,
    NewPage,
    Paragraph,
    Signature,
    Table,
    Title,
)
from onde_portal.documents.word_charts import add_chart
from onde_portal.documents.word_page import (
    TEXT_WIDTH,
    add_run,
    page_numbers,
    put_property,
    repacked,
    set_page,
    set_properties,
    set_styles,
    writable,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEMO_TITLE, MEMO_LABEL = 29, 20
MEMO_EMBLEM, LETTER_EMBLEM, CHECK_IMAGE = Cm(1.5), Cm(3), Cm(2.2)
INDENT = Cm(2.5)
# Tables of many columns are written smaller than the rest.
ROOMY, SMALL = 5, 13
NARROW_MARGIN = "57"  # twentieths of a point: a millimetre
PIECE = 400  # rows


def write_word(
    blocks: Sequence[Block], *, title: str, author: str, language: str = "th", made_at: datetime
) -> bytes:
    """The blocks as a Word file. Equal input gives equal bytes."""
    document = begin_word(title=title, author=author, language=language, made_at=made_at)
    add_blocks(document, blocks)
    return finish_word(document, language)


def begin_word(*, title: str, author: str, language: str, made_at: datetime) -> Any:
    """An empty document with page, styles and properties; see ``finish_word``."""
    document: Any = Document()
    set_page(document)
    set_styles(document)
    set_properties(document, title=title, author=author, language=language, made_at=made_at)
    return document


def add_blocks(document: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        _WRITERS[type(block)](document, block)


def finish_word(document: Any, language: str) -> bytes:
    """The document with its page numbers as a file."""
    page_numbers(document, language)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _title(document: Any, block: Title) -> None:
    paragraph = document.add_paragraph(style="Title")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, block.text)


def _centred(document: Any, block: Centred) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, block.text)


def _heading(document: Any, block: Heading) -> None:
    paragraph = document.add_paragraph(style=f"Heading {block.level - 1}")
    paragraph.paragraph_format.keep_with_next = True
    add_run(paragraph, block.text)


def _paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    if block.indented:
        paragraph.paragraph_format.first_line_indent = INDENT
    if block.lead:
        add_run(paragraph, f"{block.lead} ", bold=True)
    add_run(paragraph, block.text)


def _entries(document: Any, block: Entries) -> None:
    widths = [Cm(1.2), Cm(7.4), Cm(7.4)] if block.has_beside else [Cm(1.2), Cm(14.8)]
    rows = [(item.number, item.text, item.beside)[: len(widths)] for item in block.items]
    _table(document, rows, widths, bordered=False)


def _facts(document: Any, block: Facts) -> None:
    table = _table(document, block.rows, [Cm(5), Cm(11)], bordered=False)
    for row in table.rows:
        _embolden(row.cells[0])


def _grid(document: Any, block: Table) -> None:
    """A long list as several tables: LibreOffice takes many minutes to lay out one of thousands of
    rows, and seconds for the same rows in pieces.
    """
    for first in range(0, max(1, len(block.rows)), PIECE):
        if first:
            _gap(document)
        _piece(document, block, block.rows[first : first + PIECE])


def _gap(document: Any) -> None:
    """A line that is hardly seen: without it two tables are one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    add_run(paragraph, "", size=1)


def _piece(document: Any, block: Table, some: Sequence[Sequence[str]]) -> None:
    widths = [TEXT_WIDTH * width // 100 for width in block.widths]
    size = SMALL if len(block.head) > ROOMY else 0
    rows = [block.head, *some]
    table = _table(document, rows, widths, bordered=True, size=size, right=block.numeric)
    if size:
        _narrow_margins(table)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
    for cell in table.rows[0].cells:
        _embolden(cell)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - as above


def _narrow_margins(table: Any) -> None:
    """Columns that are as wide as their words have little room to give away."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), NARROW_MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - as above
    look.addprevious(margins)


def _table(
    document: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    bordered: bool,
    size: int = 0,
    right: Collection[int] = (),
) -> Any:
    """A table; the columns ``right`` stand to the right. Rows from the third on copy the second,

    for a long list built cell by cell takes minutes.
    """
    built = rows[:2]
    table = document.add_table(rows=len(built), cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    if bordered:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, words in zip(table.rows, built, strict=True):
        for at, (cell, text, width) in enumerate(zip(row.cells, words, widths, strict=True)):
            cell.width = width
            add_run(cell.paragraphs[0], text, size=size)
            if at in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _copy_second_row(table, rows[2:])
    return table


def _copy_second_row(table: Any, rows: Sequence[Sequence[str]]) -> None:
    """The table's second row again with other words: each of its cells holds one run."""
    if not rows:
        return
    second = table._tbl.tr_lst[1]  # noqa: SLF001 - as above
    for words in rows:
        copied = deepcopy(second)
        for run, text in zip(copied.iter(qn("w:r")), words, strict=True):
            run.text = writable(text)
        table._tbl.append(copied)  # noqa: SLF001 - as above


def _embolden(cell: Any) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True
        put_property(run._r.get_or_add_rPr(), "w:bCs")  # noqa: SLF001 - as above


def _signature(document: Any, block: Signature) -> None:
    document.add_paragraph()
    for line in block.lines:
        _beside_signature(document, line)


def _memo_head(document: Any, block: MemoHead) -> None:
    """Emblem at the left and the title in the middle of one line, then the dotted lines."""
    paragraph = document.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH // 2, WD_TAB_ALIGNMENT.CENTER)
    add_emblem(paragraph, block.emblem, MEMO_EMBLEM)
    add_run(paragraph, f"\t{block.title}", bold=True, size=MEMO_TITLE)
    _dotted(document, [block.unit])
    _dotted(document, [block.number, block.day])
    _dotted(document, [block.subject])


def add_emblem(paragraph: Any, image: str, height: int) -> None:
    """The emblem, or a blank space of its height."""
    if image:
        content = base64.b64decode(image.partition(",")[2])
        drawn = paragraph.add_run().add_picture(io.BytesIO(content), height=height)
        drawn._inline.docPr.set("descr", _("Garuda emblem"))  # noqa: SLF001 - as below
        return
    paragraph.paragraph_format.line_spacing = height
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST


def _dotted(document: Any, pairs: Sequence[tuple[str, str]]) -> None:
    """Labels with their words on dotted lines that reach the margin."""
    paragraph = document.add_paragraph()
    width = TEXT_WIDTH // len(pairs)
    for at, (label, words) in enumerate(pairs, start=1):
        stop = width * at
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS
        )
        add_run(paragraph, f"{label} ", bold=True, size=MEMO_LABEL)
        add_run(paragraph, f" {words} \t")


def _letter_head(document: Any, block: LetterHead) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_emblem(paragraph, block.emblem, LETTER_EMBLEM)
    table = _table(
        document, [(block.number, "\n".join(block.address))], [Cm(9.4), Cm(6.6)], bordered=False
    )
    table.autofit = False
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(8)
    add_run(paragraph, block.day)


def _lines(document: Any, block: Lines) -> None:
    rows = [(label, "\n".join(words)) for label, words in block.rows]
    _table(document, rows, [Cm(2.8), Cm(13.2)], bordered=False)


def _letter_end(document: Any, block: LetterEnd) -> None:
    document.add_paragraph()
    for line in block.lines:
        add_run(document.add_paragraph(), line)


def _decided(document: Any, block: Decided) -> None:
    document.add_paragraph()
    _beside_signature(document, block.decision, bold=True)
    for text in (block.remarks, *block.lines):
        if text:
            _beside_signature(document, text)


def _beside_signature(document: Any, text: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(7)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, text, bold=bold)


def _check_code(document: Any, block: CheckCode) -> None:
    document.add_paragraph()
    picture = document.add_paragraph()
    content = base64.b64decode(block.image.partition(",")[2])
    picture.add_run().add_picture(io.BytesIO(content), height=CHECK_IMAGE)
    picture.paragraph_format.keep_with_next = True
    add_run(document.add_paragraph(), block.title, bold=True)
    for line in (f"{block.label} {block.code}", block.address):
        add_run(document.add_paragraph(), line)


def _new_page(document: Any, block: NewPage) -> None:
    document.add_page_break()


_WRITERS: dict[type, Any] = {
    MemoHead: _memo_head,
    LetterHead: _letter_head,
    Lines: _lines,
    LetterEnd: _letter_end,
    Decided: _decided,
    CheckCode: _check_code,
    NewPage: _new_page,
    Title: _title,
    Centred: _centred,
    Heading: _heading,
    Paragraph: _paragraph,
    Entries: _entries,
    Facts: _facts,
    Table: _grid,
    Chart: add_chart,
    Signature: _signature,
}
