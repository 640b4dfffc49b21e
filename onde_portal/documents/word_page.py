"""What all Word files share: page, styles, properties, runs of text, equal bytes for equal words.

Thai is a complex script to Word: it takes font, size and bold from the ``cs`` properties, so each
is given twice, and the language stands as ``bidi``.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "TH SarabunPSK"
TEXT_WIDTH = Cm(16)
BODY, HEADING, TITLE = 16, 16, 20
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A zip remembers when each part was written; a fixed day keeps equal files equal.
PACKED_ON = (1980, 1, 1, 0, 0, 0)


def set_page(document: Any) -> None:
    """A4 with the margins of official papers."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)


def set_styles(document: Any) -> None:
    """Fonts and sizes of running text, titles and headings."""
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
        put_property(properties, "w:bCs")
    put_property(properties, "w:szCs", **{"w:val": str(2 * size)})
    put_property(
        properties, "w:lang", **{"w:val": "en-US", "w:eastAsia": "en-US", "w:bidi": "th-TH"}
    )


# Children of w:rPr must stand in this order (ECMA-376, 17.3.2).
_NAMES = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
    "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout"
)
_ORDER = tuple(f"w:{name}" for name in _NAMES.split())


def put_property(properties: Any, tag: str, **attributes: str) -> None:
    """Set one property of a run, in the place where its schema wants it."""
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


def set_properties(
    document: Any, *, title: str, author: str, language: str, made_at: datetime
) -> None:
    """What the file says of itself."""
    known = document.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.title, known.author, known.last_modified_by = title[:255], author[:255], author[:255]
    known.created = known.modified = moment
    known.language, known.comments, known.revision = language, "", 1


def writable(text: str) -> str:
    """The text without what no XML file can hold."""
    return _NOT_XML.sub("", text)


def add_run(paragraph: Any, text: str, *, bold: bool = False, size: int = 0) -> None:
    """Text whose letters, Thai or Latin, are weighed alike; without what no XML file can hold."""
    run = paragraph.add_run(writable(text))
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    if size:
        run.font.size = Pt(size)
        put_property(properties, "w:szCs", **{"w:val": str(2 * size)})
    if bold:
        run.bold = True
        put_property(properties, "w:bCs")


def page_numbers(document: Any, language: str) -> None:
    """The page's number in the middle above, in Thai digits in Thai, from the second page on."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, "")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.runs[0]._r)  # noqa: SLF001 - as above
    paragraph._p.append(field)  # noqa: SLF001 - as above
    if language.startswith("th"):
        digits = OxmlElement("w:pgNumType")
        digits.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.find(qn("w:pgMar")).addnext(digits)  # noqa: SLF001 - as above


def repacked(content: bytes) -> bytes:
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
