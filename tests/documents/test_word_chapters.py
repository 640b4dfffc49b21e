"""Long Word files: a cover, contents that lead on, each chapter on a page that it begins itself."""

import io

from docx import Document

from onde_portal.documents.blocks import Chapter, Paragraph
from onde_portal.documents.word_chapters import write_chapters
from tests.world import NOW

TITLES = ("บทนำ", "ผลการดำเนินงาน")


def made() -> bytes:
    return write_chapters(
        [Paragraph("ปก")], [Chapter(title, (Paragraph("เนื้อหา"),)) for title in TITLES],
        title="รายงาน", contents="สารบัญ", author="สกถ.", emblem="", language="th", made_at=NOW,
    )  # fmt: skip


def test_contents_and_chapters_begin_a_page_without_an_empty_line_that_may_stand_alone() -> None:
    document = Document(io.BytesIO(made()))
    beginning = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.paragraph_format.page_break_before
    ]
    assert beginning == ["สารบัญ", *TITLES]
    assert not any('w:type="page"' in part._p.xml for part in document.paragraphs)


def test_the_contents_name_every_chapter_once_and_lead_to_it() -> None:
    document = Document(io.BytesIO(made()))
    for number, title in enumerate(TITLES, start=1):
        named = [one for one in document.paragraphs if title in one.text]
        assert len(named) == 2
        mark = f"_Toc{100000 + number}"
        assert f'w:anchor="{mark}"' in named[0]._p.xml
        assert f'w:name="{mark}"' in named[1]._p.xml
