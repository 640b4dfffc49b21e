"""Long papers as Word files: a cover, contents that Word keeps up to date, then the chapters."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from onde_portal.documents.blocks import Block, Chapter, Heading
from onde_portal.documents.word import (
    add_blocks,
    add_emblem,
    begin_word,
    finish_word,
)
from onde_portal.documents.word_page import TEXT_WIDTH, add_run

EMBLEM = Cm(3)


def write_chapters(
    cover: Iterable[Block],
    chapters: Sequence[Chapter],
    *,
    title: str,
    contents: str,
    author: str,
    emblem: str,
    language: str,
    made_at: datetime,
) -> bytes:
    """The paper as a Word file; ``title`` stands at the foot of every page.

    ``author`` is the Office, named on the cover below its ``emblem`` or a blank space for it.
    ``contents`` heads the table of contents, a field of Word's with the chapters in it already.
    Equal input gives equal bytes.
    """
    document = begin_word(title=title, author=author, language=language, made_at=made_at)
    _foot(document, title)
    _above_cover(document, emblem, author)
    add_blocks(document, cover)
    above = document.add_paragraph()
    _on_a_new_page(above)
    add_run(above, contents, bold=True)
    _contents(document, [chapter.title for chapter in chapters])
    for number, chapter in enumerate(chapters, start=1):
        add_blocks(document, [Heading(chapter.title)])
        _on_a_new_page(document.paragraphs[-1])
        _bookmark(document.paragraphs[-1], number)
        add_blocks(document, chapter.blocks)
    return finish_word(document, language)


def _on_a_new_page(paragraph: Any) -> None:
    """A break in a line of its own would leave an empty page where that line begins one."""
    paragraph.paragraph_format.page_break_before = True


def _above_cover(document: Any, emblem: str, office: str) -> None:
    """The place of the seal and the Office's name, as the printed cover has them."""
    for paragraph in (document.add_paragraph(), document.add_paragraph()):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place, name = document.paragraphs[-2:]
    place.paragraph_format.space_before = Cm(1.2)
    add_emblem(place, emblem, EMBLEM)
    add_run(name, office, bold=True)
    name.paragraph_format.space_after = Cm(2.4)


def _foot(document: Any, title: str) -> None:
    """The paper's name below each page, the first one too."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        add_run(paragraph, title, size=12)


def _contents(document: Any, titles: Sequence[str]) -> None:
    """The chapters' names, each leading to its chapter, inside a TOC field.

    Only Word knows on which page a chapter begins: it puts the pages in when it opens the file.
    """
    for number, title in enumerate(titles, start=1):
        paragraph = document.add_paragraph()
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if number == 1:
            _begin_field(paragraph, r'TOC \o "1-2" \h \z')
        add_run(paragraph, title)
        _lead_to(paragraph, _mark(number))
        if number == len(titles):
            _field_sign(paragraph, "end")


def _mark(number: int) -> str:
    return f"_Toc{100000 + number}"


def _lead_to(paragraph: Any, mark: str) -> None:
    """Make a link of the paragraph's last words."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), mark)
    words = paragraph.runs[-1]._r  # noqa: SLF001 - python-docx has no name for it
    words.addprevious(link)
    link.append(words)


def _begin_field(paragraph: Any, instruction: str) -> None:
    """A field that Word works out anew when the file is opened."""
    _field_sign(paragraph, "begin").set(qn("w:dirty"), "true")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    _append(paragraph, words)
    _field_sign(paragraph, "separate")


def _field_sign(paragraph: Any, kind: str) -> Any:
    sign = OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    _append(paragraph, sign)
    return sign


def _append(paragraph: Any, element: Any) -> None:
    paragraph.add_run()._r.append(element)  # noqa: SLF001 - as above


def _bookmark(paragraph: Any, number: int) -> None:
    """What the contents point at: the whole heading."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for sign in (start, end):
        sign.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _mark(number))
    inside = paragraph._p  # noqa: SLF001 - as above
    inside.insert(1 if inside.pPr is not None else 0, start)
    inside.append(end)
