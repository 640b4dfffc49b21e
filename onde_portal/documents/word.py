"""Word files (.docx) for papers that officers go on writing. The only importer of python-docx.

A4, left 3 cm, right 2 cm, TH Sarabun at 16 pt as the rules on official papers ask. Thai is a
complex script to Word: it takes font, size and bold from the ``cs`` properties, so each is given
twice, and the language stands as ``bidi``. The same blocks give the same bytes.
"""

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

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

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH SarabunPSK"
BODY, HEADING, TITLE = 16, 16, 20
MEMO_TITLE, MEMO_LABEL = 29, 20
MEMO_EMBLEM, LETTER_EMBLEM, CHECK_IMAGE = Cm(1.5), Cm(3), Cm(2.2)
INDENT = Cm(2.5)
TEXT_WIDTH = Cm(16)
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A zip remembers when each part was written; a fixed day keeps equal files equal.
PACKED_ON = (1980, 1, 1, 0, 0, 0)


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
    _set_page(document)
    _set_styles(document)
    _set_properties(document, title=title, author=author, language=language, made_at=made_at)
    return document


def add_blocks(document: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        _WRITERS[type(block)](document, block)


def finish_word(document: Any, language: str) -> bytes:
    """The document with its page numbers as a file."""
    _page_numbers(document, language)
    target = io.BytesIO()
    document.save(target)
    return _repacked(target.getvalue())


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)


def _set_styles(document: Any) -> None:
    sizes = {"Normal": BODY, "Title": TITLE, "Heading 1": HEADING, "Heading 2": HEADING}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        properties = style.element.get_or_add_rPr()
        _complex_script(properties, size=size, bold=name != "Normal")
        if name != "Normal":
            style.font.bold = True
            for colour in properties.findall(qn("w:color")):
                properties.remove(colour)
        if name == "Title":
            _without_border(style)
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0


def _complex_script(properties: Any, *, size: int, bold: bool) -> None:
    """Font, size, weight and language as Word takes them for Thai letters."""
    fonts = properties.find(qn("w:rFonts"))
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{part}"), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if bold:
        _put(properties, "w:bCs")
    _put(properties, "w:szCs", **{"w:val": str(2 * size)})
    _put(properties, "w:lang", **{"w:val": "en-US", "w:eastAsia": "en-US", "w:bidi": "th-TH"})


# Children of w:rPr must stand in this order (ECMA-376, 17.3.2).
_NAMES = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
    "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout"
)
_ORDER = tuple(f"w:{name}" for name in _NAMES.split())


def _put(properties: Any, tag: str, **attributes: str) -> None:
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    later = {qn(name) for name in _ORDER[_ORDER.index(tag) + 1 :]}
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(element)
    else:
        following.addprevious(element)


def _without_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_properties(
    document: Any, *, title: str, author: str, language: str, made_at: datetime
) -> None:
    known = document.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.title, known.author, known.last_modified_by = title[:255], author[:255], author[:255]
    known.created = known.modified = moment
    known.language, known.comments, known.revision = language, "", 1


def add_words(paragraph: Any, text: str, *, bold: bool = False, size: int = 0) -> None:
    """Text whose letters, Thai or Latin, are weighed alike; without what no XML file can hold."""
    run = paragraph.add_run(_NOT_XML.sub("", text))
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    if size:
        run.font.size = Pt(size)
        _put(properties, "w:szCs", **{"w:val": str(2 * size)})
    if bold:
        run.bold = True
        _put(properties, "w:bCs")


def _title(document: Any, block: Title) -> None:
    paragraph = document.add_paragraph(style="Title")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_words(paragraph, block.text)


def _centred(document: Any, block: Centred) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_words(paragraph, block.text)


def _heading(document: Any, block: Heading) -> None:
    paragraph = document.add_paragraph(style=f"Heading {block.level - 1}")
    paragraph.paragraph_format.keep_with_next = True
    add_words(paragraph, block.text)


def _paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    if block.indented:
        paragraph.paragraph_format.first_line_indent = INDENT
    if block.lead:
        add_words(paragraph, f"{block.lead} ", bold=True)
    add_words(paragraph, block.text)


def _entries(document: Any, block: Entries) -> None:
    widths = [Cm(1.2), Cm(7.4), Cm(7.4)] if block.has_beside else [Cm(1.2), Cm(14.8)]
    rows = [(item.number, item.text, item.beside)[: len(widths)] for item in block.items]
    _table(document, rows, widths, bordered=False)


def _facts(document: Any, block: Facts) -> None:
    table = _table(document, block.rows, [Cm(5), Cm(11)], bordered=False)
    for row in table.rows:
        _embolden(row.cells[0])


def _grid(document: Any, block: Table) -> None:
    numeric = len(block.numeric)
    narrow = min(Cm(2.6), int(TEXT_WIDTH * 2 / 3 / max(1, numeric)))
    wide = int((TEXT_WIDTH - narrow * numeric) / max(1, len(block.head) - numeric))
    widths = [narrow if at in block.numeric else wide for at in range(len(block.head))]
    table = _table(document, [block.head, *block.rows], widths, bordered=True)
    for cell in table.rows[0].cells:
        _embolden(cell)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - as above
    for row in table.rows:
        for at in block.numeric:
            row.cells[at].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(
    document: Any, rows: Sequence[Sequence[str]], widths: Sequence[int], *, bordered: bool
) -> Any:
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    if bordered:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, words, widths, strict=True):
            cell.width = width
            add_words(cell.paragraphs[0], text)
    return table


def _embolden(cell: Any) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True
        _put(run._r.get_or_add_rPr(), "w:bCs")  # noqa: SLF001 - as above


def _signature(document: Any, block: Signature) -> None:
    document.add_paragraph()
    for line in block.lines:
        _beside_signature(document, line)


def _memo_head(document: Any, block: MemoHead) -> None:
    """Emblem at the left and the title in the middle of one line, then the dotted lines."""
    paragraph = document.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH // 2, WD_TAB_ALIGNMENT.CENTER)
    _emblem(paragraph, block.emblem, MEMO_EMBLEM)
    add_words(paragraph, f"\t{block.title}", bold=True, size=MEMO_TITLE)
    _dotted(document, [block.unit])
    _dotted(document, [block.number, block.day])
    _dotted(document, [block.subject])


def _emblem(paragraph: Any, image: str, height: int) -> None:
    """The emblem, or a blank space of its height."""
    if image:
        content = base64.b64decode(image.partition(",")[2])
        paragraph.add_run().add_picture(io.BytesIO(content), height=height)
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
        add_words(paragraph, f"{label} ", bold=True, size=MEMO_LABEL)
        add_words(paragraph, f" {words} \t")


def _letter_head(document: Any, block: LetterHead) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _emblem(paragraph, block.emblem, LETTER_EMBLEM)
    table = _table(
        document, [(block.number, "\n".join(block.address))], [Cm(9.4), Cm(6.6)], bordered=False
    )
    table.autofit = False
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(8)
    add_words(paragraph, block.day)


def _lines(document: Any, block: Lines) -> None:
    rows = [(label, "\n".join(words)) for label, words in block.rows]
    _table(document, rows, [Cm(2.8), Cm(13.2)], bordered=False)


def _letter_end(document: Any, block: LetterEnd) -> None:
    document.add_paragraph()
    for line in block.lines:
        add_words(document.add_paragraph(), line)


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
    add_words(paragraph, text, bold=bold)


def _check_code(document: Any, block: CheckCode) -> None:
    document.add_paragraph()
    picture = document.add_paragraph()
    content = base64.b64decode(block.image.partition(",")[2])
    picture.add_run().add_picture(io.BytesIO(content), height=CHECK_IMAGE)
    picture.paragraph_format.keep_with_next = True
    add_words(document.add_paragraph(), block.title, bold=True)
    for line in (f"{block.label} {block.code}", block.address):
        add_words(document.add_paragraph(), line)


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
    Signature: _signature,
}


def _page_numbers(document: Any, language: str) -> None:
    """The page's number in the middle above, in Thai digits in Thai, from the second page on."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - as above
    if language.startswith("th"):
        digits = OxmlElement("w:pgNumType")
        digits.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.find(qn("w:pgMar")).addnext(digits)  # noqa: SLF001 - as above


def _repacked(content: bytes) -> bytes:
    """The same parts, each as if written on the same day."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, PACKED_ON)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, source.read(part.filename))
    return target.getvalue()
